"""What Whisper says when nobody does: credits of the subtitles it was trained on."""

import re

_MARKS = re.compile(r"[\W_]+")

# Nobody at a kiosk says these, however long she speaks. nlu, which may not know this room, has the
# same pattern for what other programs recognised; a test keeps the two alike.
INVENTED = re.compile(
    r"(?:请?不吝|明镜与点点|打赏支持|点赞.{0,4}订阅|订阅.{0,4}(?:转发|频道)"
    r"|字幕[^，。]{0,6}(?:amara|志愿者|制作|提供|校对|by)|字幕组|amara\.?org|社群提供"
    r"|(?:作词|作曲|编曲|词曲|李宗盛)\s*[:：]?\s*(?:作词|作曲|编曲|李宗盛)|[词曲]\s*[:：]?\s*李宗盛"
    r"|(?:感谢|谢谢).{0,3}(?:观看|收看|收听)|由.{0,8}提供字幕|优优独播)",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[^。！？!?]+[。！？!?]*")

# The quickest speakers say eight characters a second; twice that was not said.
_MOST_A_SECOND = 16.0


def without_hallucinations(text: str, voiced_seconds: float) -> str:
    """`text` without what nobody said; empty where there was too little voice for all of it."""
    text = "".join(part for part in _SENTENCE.findall(text) if not _never(part))
    spoken = len(_MARKS.sub("", text))
    if not spoken or spoken > _MOST_A_SECOND * max(voiced_seconds, 0.25):
        return ""
    return text.strip()


def _never(sentence: str) -> bool:
    return INVENTED.search(sentence) is not None
