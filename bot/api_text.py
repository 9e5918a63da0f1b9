"""What the web channels say themselves; the assistant's words are in handlers.message."""

from data.record.opinion import OpinionState
from handlers.message.action_text import HISTORY
from handlers.message.resident_text import STATES_SHORT
from speech.stt.service import SpeechToTextState, SpeechToTextStatus

UNKNOWN_STATION = "没有这个站点编码，请检查设置。"
UNKNOWN_CONVERSATION = "这段对话找不到了，我们重新开始吧。"
NO_VOICE = "这台机器没有中文声音，请看屏幕上的大字。"
VOICE_BUSY = "好几个人同时在听，请看屏幕上的大字。"
NOT_OURS = "这里只念小清自己说的话。"
DISK_FULL = "存东西的地方满了，您说的话存不下。请叫工作人员来看一看。"
SAID_BY_THE_PAGE = ("您还在吗？", DISK_FULL)
"""What the page says that is no answer: `stillThere` in its words.js, and why it is deaf."""
NOT_SOUND = "这里只收声音，请按一下按钮再说话。"
BAD_SOUND = "这个麦克风的声音我听不了，请打字，或者找工作人员。"
UNAUTHORIZED = "要有令牌才能用：xiaoqing token add 名字 --role 角色"
MAY_NOT_FILE = "这个令牌不能登记意见"
BAD_SIGNATURE = "签名不对，或者时间差得太多"
MESSAGE, ACCEPTED = "内容", "平台已受理"
UNKNOWN_SERVICE = "没有这个事项编码"
UNKNOWN_FORMAT = "只有 json 和 xml"
UNKNOWN_OPINION = "没有这个编号，或者不归您看"
UNUSABLE = "“{field}”没有填，或者填得不对"
REFUSED = "现在不能这样做：这件{state}，上一步是{last}"
FIELDS = {
    "words": "话",
    "reason": "原因",
    "guidance": "去哪里办",
    "title": "标题",
    "topic": "主题",
    "place": "地方",
    "level": "层级",
    "unit": "承办单位",
    "division": "区划",
    "into": "并入哪一件",
    "grade": "满意度",
    "station": "站点",
    "text": "内容",
    "where": "地点",
    "reporter": "称呼",
    "phone": "电话",
}
BAD_CONFIG = "声音的格式没有说清楚，请打字，或者找工作人员。"

_ENGINES = {
    "vosk-cn": "Vosk",
    "whisper-base": "Whisper",
    "vosk-ko": "Vosk（韩语）",
    "vosk-server": "Vosk",
}


def state(value: OpinionState) -> str:
    """A state in two to four characters; one that another release brought by its own word."""
    return STATES_SHORT.get(value, value)


def action(value: str) -> str:
    """What was done, as a history says it; likewise."""
    return HISTORY.get(value, value)


def stt(status: SpeechToTextStatus) -> str:
    """What speech to text is doing, for the page."""
    match status.state:
        case SpeechToTextState.READY:
            return f"听得见了（{_ENGINES.get(status.engine or '', status.engine)}）"
        case SpeechToTextState.FETCHING:
            share = f"，{status.progress:.0%}" if status.progress is not None else ""
            return f"正在下载听力部件{share}，您可以先打字"
        case SpeechToTextState.LOADING:
            return "马上就能听了，您可以先打字"
        case SpeechToTextState.FAILED:
            return "暂时听不了，请打字，或者找工作人员"
        case _:
            return "这台机器没有装听力部件，请打字"
