"""What reaches us as a text and is nobody's words: other languages, sounds, televisions."""

import re

_LONGEST = 40
"""Characters of a text that may be a television's as a whole."""
INVENTED = re.compile(
    r"(?:请?不吝|明镜与点点|打赏支持|点赞.{0,4}订阅|订阅.{0,4}(?:转发|频道)"
    r"|字幕[^，。]{0,6}(?:amara|志愿者|制作|提供|校对|by)|字幕组|amara\.?org|社群提供"
    r"|(?:作词|作曲|编曲|词曲|李宗盛)\s*[:：]?\s*(?:作词|作曲|编曲|李宗盛)|[词曲]\s*[:：]?\s*李宗盛"
    r"|(?:感谢|谢谢).{0,3}(?:观看|收看|收听)|由.{0,8}提供字幕|优优独播)",
    re.IGNORECASE,
)
"""What recognisers write when nobody speaks. Ours lose it in speech.stt.hallucination, which may
know no other room and has the same pattern, as a test sees to; other programs' texts come here."""
_TELEVISION = re.compile(r"欢迎(?:收看|收听|观看)|(?:下期|下集)再[见会]")
_SOUNDS = re.compile(r"[啊呀哈嘿嘻呵呜哇嗡嘀滴哒嘟叮咚轰隆汪喵咩砰咳啦吱哔咕噜噼啪嗷呼咯咔嚓]{2,}")
_LETTERS = re.compile(r"[^\W\d_]")
_CHINESE = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_OTHER_SCRIPT = re.compile(r"[\u3040-\u30fa\uac00-\ud7af\u0400-\u04ff]")
"""Kana, Hangul, Cyrillic."""
_BLANKS = re.compile(r"[\s，。！？、,.!?~…]+")


def is_chinese(word: str) -> bool:
    """Whether a word begins with a character of ours."""
    return _CHINESE.match(word) is not None


def is_no_speech(text: str) -> bool:
    """Whether a text is another language, mere sounds, or what silence and televisions leave."""
    letters = len(_LETTERS.findall(text))
    spelled = letters and not _CHINESE.search(text) and not any(map(str.isdigit, text))
    # A shop may have の in its name: one such letter makes no other language.
    foreign = 2 * len(_OTHER_SCRIPT.findall(text)) > letters
    noise = len(text) <= _LONGEST and (INVENTED.search(text) or _TELEVISION.search(text))
    return bool(spelled or foreign or noise or _SOUNDS.fullmatch(_BLANKS.sub("", text)))
