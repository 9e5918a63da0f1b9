"""What the console says to staff, deputies and units."""

from data.record.conversation import Channel
from handlers.action.payload import FieldKind
from handlers.message.action_text import NAMES
from handlers.message.turn import Failure

TITLE = "小清工作台"
DISK_FULL = (
    "磁盘快满了：群众说的话存不下，小清已经不收录音了。请马上联系管理员腾出地方，腾出来就自动恢复。"
)
NOT_LET_IN = "名字或密码不对。错五次要等十五分钟。"
FORGED = "这张表过期了，请刷新页面再交一次。"
TOO_LARGE = "这张表太长了，一个字也没有存下。请按浏览器的“后退”，删短一些再交一次。"
UNREADABLE = "这张表没有看懂，什么也没有改。请回到原来的页面，刷新以后再填一次。"
NOT_FOUND = "没有这一件，或者不归您看。"
NOT_NOW = (
    "现在不能“{action}”：这件已经是“{state}”，上一步是{who}的“{last}”。请按现在的情况再看一看。"
)
MISSING = "“{field}”没有填，或者填得不对。"
DONE = "“{action}”办好了。"
FILED = "登记好了，编号 {code}。"
SOON_S = 2 * 24 * 3600
ROLES = {
    "resident": "群众",
    "staff": "联络站",
    "representative": "代表",
    "unit": "承办单位",
    "city": "市联络站",
    "platform": "平台",
    "clock": "小清",
}
CHANNELS = {
    Channel.KIOSK: "一体机",
    Channel.TERMINAL: "终端",
    Channel.REST: "网上",
    Channel.TELEGRAM: "Telegram",
    Channel.CALLBACK: "聊天",
    Channel.DESK: "服务台",
    Channel.API: "别的程序",
}
LEVELS = {"township": "街道能办", "county": "区县办", "city": "市里办", "general": "共性问题"}
DO = {action: name.button for action, name in NAMES.items()}
LABELS = {
    FieldKind.FOR_RESIDENT: "写给群众看的话",
    FieldKind.FOR_COLLEAGUES: "给同事的话（群众看不到）",
    FieldKind.FROM_RESIDENT: "群众说的话",
    FieldKind.REASON: "原因（群众看不到）",
    FieldKind.REASON_TOLD: "原因（会告诉群众）",
    FieldKind.GUIDANCE: "可以去哪里办（群众会看到）",
    FieldKind.TITLE: "标题（群众会看到）",
    FieldKind.SUGGESTION: "建议正文",
    FieldKind.TRANSCRIPT: "记录",
    FieldKind.TOPIC: "主题",
    FieldKind.PLACE: "地方",
    FieldKind.LEVEL: "层级",
    FieldKind.UNIT: "承办单位",
    FieldKind.DIVISION: "区划",
    FieldKind.OPINION: "并入哪一件（编号）",
    FieldKind.GRADE: "满意度",
}
OPTIONAL = "（可不写）"
PLACES_TO_FILL = {
    "text": "事情",
    "where": "地方",
    "reporter": "称呼",
    "phone": "电话",
    "name": "姓名",
    "grid": "网格",
    "station": "站点",
}
FAILURES = {
    Failure.NOTHING_HEARD: "没有声音",
    Failure.NO_ENGINE: "没有识别引擎",
    Failure.RECOGNITION: "识别出错",
    Failure.DISK_FULL: "磁盘满了",
    Failure.TOO_SHORT: "太短",
}
GRADES = {"satisfied": "满意", "fair": "基本满意", "dissatisfied": "不满意"}
