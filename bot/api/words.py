"""What the web doors say themselves; what the assistant says stands in handlers/words.py."""

from speech.ear import EarState, EarStatus

UNKNOWN_STATION = "没有这个站点编码，请检查设置。"
UNKNOWN_CONVERSATION = "这段对话找不到了，我们重新开始吧。"
NOT_SOUND = "这里只收声音，请按一下按钮再说话。"
BAD_SOUND = "这个麦克风的声音我听不了，请打字，或者找工作人员。"
BAD_CONFIG = "声音的格式没有说清楚，请打字，或者找工作人员。"

_ENGINES = {"vosk-cn": "Vosk", "whisper-base": "Whisper", "vosk-ko": "Vosk（韩语）"}


def ear(status: EarStatus) -> str:
    """What the ear is doing, for the page."""
    match status.state:
        case EarState.READY:
            return f"听得见了（{_ENGINES.get(status.engine or '', status.engine)}）"
        case EarState.FETCHING:
            share = f"，{status.progress:.0%}" if status.progress is not None else ""
            return f"正在下载听力部件{share}，您可以先打字"
        case EarState.LOADING:
            return "马上就能听了，您可以先打字"
        case EarState.FAILED:
            return "暂时听不了，请打字，或者找工作人员"
        case _:
            return "这台机器没有装听力部件，请打字"
