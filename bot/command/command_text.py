"""What the command line says."""

from data.own_place import Kind
from data.sheet import Reason

HELP = """小清：人大代表联络站的语音助手，离线运行。

先试试：xiaoqing serve（打开 http://127.0.0.1:8000），或 xiaoqing chat（在终端里对话）。
数据放在 XIAOQING_HOME（默认 ./var）。"""

UNFORESEEN = "出了没想到的错：{error}。设 XIAOQING_DEBUG=1 再运行可看到详情。"
NO_FILE = "没有这个文件：{path}"
NO_READ = "读不了 {path}：{why}"
BAD_LINE = '{path} 第 {line} 行不对：{why}。每行要像 {{"id": "1", "text": "路灯坏了"}}'
BAD_STATION = "没有这个站点编码：{code}。编码是区划代码，例如 330102001（清波街道）"
BAD_ENGINE = "没有叫 {name} 的理解引擎。可用：{names}"
BAD_TABLE = "参考表有一行用不了：{why}"
NO_MODEL = "没有叫 {name} 的模型。可用：{names}"
NO_VOICE = "没有叫 {name} 的声音，可以用的：{names}"
NO_STT = "还没有装听力模型：{why}。可运行 xiaoqing models install whisper-base"
TRANSCRIBING = "识别"
READING = "理解"
NOT_TRANSCRIBED = "{path}：{why}"
INSTALLED, NOT_INSTALLED = "已安装", "未安装"
INSTALLED_NOW = "{name} 已安装在 {path}"
CHAT_HINT = "（直接打字。空行重听上一句，按 Ctrl-D 结束。）"
CHAT_BYE = "再见。"
DEMO_DONE = "已放进 {stations} 个站点、{representatives} 位代表、{opinions} 件意见。"
DEMO_ALREADY = "演示数据已经在了，没有再放一遍。"
DEMO_FILLING = "放入演示数据"
SERVING = "小清在 {url} 等您。按 Ctrl-C 停下。"
TLS_MADE = "已做好本机证书。每台一体机要信任一次：把 {path} 装进它的“受信任的根证书”。"
TLS_HALF = "--certificate 和 --key 要一起给"
PORT_TAKEN = "端口 {port} 已被占用。换一个：xiaoqing serve --port {other}"
STT_READY = "能听了（{engine}）"
STT_FAILED = "暂时听不了：{why}。打字和触摸照常可用。"
FETCHING = "下载语音模型 {name}"
LEARNING = "正在学，几千条留言要不到一分钟"
LEARNED = (
    "学好了，已经用上：{messages} 条留言，留出 {held} 条来考，"
    "原来 {before}，现在 {after}（宏平均 F1）。\n"
    "正在运行的小清重新启动后生效。不想要了：xiaoqing learn --undo"
)
NOT_LEARNED = (
    "没有用上：{messages} 条留言，留出 {held} 条来考，"
    "原来 {before}，学了以后 {after}（宏平均 F1），没有变好。一切照旧。"
)
TOO_FEW_LESSONS = (
    "能学的留言只有 {found} 条，或者全是一个主题。至少要 {fewest} 条、两个主题，一切照旧。"
)
NOTHING_TO_UNDO = "没有学过，不用退回。"
UNDONE_TO = "已退回第 {number} 次学习。正在运行的小清重新启动后生效。"
UNDONE_TO_SHIPPED = "已退回出厂时的样子。正在运行的小清重新启动后生效。"
PLACES_KEPT = "记下了 {new} 个地名，现在一共 {all_of_them} 个。正在运行的小清重新启动后生效。"
PLACES_NONE = "还没有自己的地名。可运行 xiaoqing places import 地名.csv"
PLACES_GONE = "去掉了 {gone} 个叫“{name}”的地名。"
PLACES_UNKNOWN = "没有叫“{name}”的地名"
PLACE_KIND = {
    Kind.ESTATE: "小区",
    Kind.ROAD: "道路",
    Kind.MARKET: "市场",
    Kind.NICKNAME: "俗称",
}
DELIVERING = "在送通知、看期限。按 Ctrl-C 停下。"
STAFF_ADDED = "账号“{name}”加好了，在 /staff 登录。"
MADE_UP = "密码（只显示这一次）：{password}"
BAD_ROLE = "没有“{name}”这个角色。可用：{names}"
BAD_ACCOUNT = {
    "name": "名字要有 1 到 40 个字，“{name}”不行",
    "taken": "已经有叫“{name}”的账号了",
    "password": "密码至少要十个字符",
    "station": "要写对站点的区划代码：--station 330102001",
    "unit": "要写对承办单位代码（见 data/reference/units.csv）：--unit T-CITY",
    "representative": "没有这个代码的代表：--representative 代码",
}
SHEET_BAD = "{path} 没有用上，什么都没有改动："
SHEET_LINE = "第 {line} 行："
SHEET_MORE = "……还有 {more} 处。"
SHEET = {
    Reason.MISSING: "没有这个文件",
    Reason.UNREADABLE: "读不了：{what}",
    Reason.ENCODING: "不是文本，或者编码认不出。请另存为 CSV（UTF-8）",
    Reason.EMPTY: "里面是空的",
    Reason.COLUMNS: "缺少这些列：{what}。第一行要写列名",
    Reason.CELLS: "格子的个数和第一行对不上",
    Reason.BLANK: "{what} 是空的",
    Reason.BAD_NAME: "名称要有 2 到 30 个字，“{what}”不行",
    Reason.TOO_FEW: "太少了：{what}",
    Reason.UNKNOWN_TOPIC: "没有“{what}”这个主题",
    Reason.UNKNOWN_PLACE: "没有“{what}”这个地方",
    Reason.UNKNOWN_KIND: "没有“{what}”这个类别",
    Reason.UNSURE_PLACE: "叫“{what}”的地方不止一个，请把区和街道写全",
    Reason.CONTRADICTION: "前后不一致：{what}",
}

NO_BOT = "没有设 XIAOQING_TELEGRAM_TOKEN。在 Telegram 里找 @BotFather 要一个。"
BAD_BOT = "这个令牌 Telegram 不认，请检查 XIAOQING_TELEGRAM_TOKEN。"
TWO_POLLERS = "另有一个程序在用同一个机器人收消息。请先停掉那一个。"
NO_TELEGRAM = (
    "暂时连不上 Telegram（{why}），一直在试。"
    "自建的 Bot API 服务器用 XIAOQING_TELEGRAM_API 写明地址。"
)
TELEGRAM_POLLING = "在 Telegram 上等着了。按 Ctrl-C 停下。"
