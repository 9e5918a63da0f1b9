"""What people hear of the loop: residents in plain words, units and deputies in short ones."""

from data.record.casework import Grade
from data.record.conversation import Channel

NO_PLACE = "没有说地方"
ABOUT = "【{code}】{text}：{matter}（{where}）"
NEWS = "您反映的“{matter}”，{news}"

ASSIGNED = "已经交给{unit}去办了。"
TRANSFERRED = "要上级部门来办，已经转给{unit}了，办好了会告诉您。"
HIGHER_UNIT = "区里、市里的部门"
CLAIMED = "有一位人大代表接下了这件事，会盯着办。"
DECLINED = "联络站办不了，因为{reason}。{guidance}"
MERGED = "别人也反映了同一件事，已经放在一起办，有结果都会告诉您。"
SUGGESTED = "不止您一个人提到，人大代表已经写成建议《{title}》正式提出。"
ANSWERED = "有答复了：{words}。满意不满意，您说一声。"
PROGRESS = "有进展了：{words}"
ASKED = "办事的人想问您：{words}"

NEW_FOR_UNIT = "新交办"
BACK_TO_DESK = "退回重新分派"
RETURNED_BY = "退回：{reason}"
ADDRESSED = "有群众扫您的代表码反映"
OFFERED = "站里有一件可以认领"
CLAIM_REMINDER = "认领了还没有动静，请尽快跟进"
CLAIM_RELEASED = "认领到期没有动静，已放回"
DISSATISFIED = "群众不满意，要重办"
URGED = "群众催办，第{times}次"
SUPPLEMENTED = "群众补充：{words}"
RESIDENT_WITHDREW = "群众撤回"
SOON_DUE = "快到期了，{due}前要办完"
LATE = "已经超期，请马上办"
LATE_AT_STATION = "承办单位超期，请督办"
LATE_AT_COUNTY = "超期未办，上报区县联络站"
PROPOSED = "代表提议转上级：{reason}"
DIGEST = "今天有{number}件可以看看：\n{lines}"
CLOSED_UNJUDGED = "到期没有评价，自动销号"

PERSON_WANTED = "{where}有人在等工作人员，请到工作台“等人”里看看"
WAITING_AT = {Channel.KIOSK: "一体机前", Channel.DESK: "服务台前"}
WAITING_ELSEWHERE = "聊天里"

GRADES = {Grade.SATISFIED: "满意", Grade.FAIR: "基本满意", Grade.DISSATISFIED: "不满意"}
