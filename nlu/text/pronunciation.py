"""How characters are read, and how near two readings sound as Mandarin is misheard."""

import os
import unicodedata
from functools import cache

# Names are read character by character, so pypinyin's phrases (0.15 s, 20 MB) stay unread.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")
from pypinyin.pinyin_dict import pinyin_dict

INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
NEAR_INITIALS = {
    "zh z": 0.1, "ch c": 0.1, "sh s": 0.1, "n l": 0.15, "r l": 0.2, "f h": 0.2, "w h": 0.3,
    "j q": 0.3, "x q": 0.3, "j x": 0.35, "b p": 0.3, "d t": 0.3, "g k": 0.3, "z c": 0.3,
    "zh ch": 0.3, "s c": 0.35, "sh ch": 0.35, "zh j": 0.4, "ch q": 0.4, "sh x": 0.4, "z j": 0.4,
    "c q": 0.4, "s x": 0.4, "m n": 0.35, "g h": 0.45, "k h": 0.45, "r y": 0.4,
}  # fmt: skip
NEAR_FINALS = {
    "an ang": 0.1, "en eng": 0.1, "in ing": 0.1, "uan uang": 0.1, "ian iang": 0.15, "o uo": 0.1,
    "eng ong": 0.25, "en in": 0.3, "eng ing": 0.25, "un en": 0.3, "un ong": 0.3, "u v": 0.2,
    "ui ei": 0.2, "ai ei": 0.3, "ao ou": 0.35, "ie ve": 0.25, "e o": 0.3,
    "e uo": 0.3, "ia a": 0.3, "ian an": 0.3, "ian in": 0.35, "iu ou": 0.3, "iao ao": 0.3,
    "uan an": 0.3, "iong ong": 0.3, "iang ang": 0.3, "u ou": 0.35, "i ei": 0.4, "i v": 0.3,
    "ua a": 0.35,
}  # fmt: skip
"""Half of each counts: two syllables with nothing in common are 1 apart (after Zhang 2006 and the
fuzzy readings of input methods; the figures are ours)."""
_SILENT = {"yi": "i", "ya": "ia", "ye": "ie", "yao": "iao", "you": "iu", "yan": "ian", "yin": "in",
    "yang": "iang", "ying": "ing", "yong": "iong", "yu": "v", "yue": "ve", "yuan": "van",
    "yun": "vn", "wu": "u", "wa": "ua", "wo": "uo", "wai": "uai", "wei": "ui", "wan": "uan",
    "wen": "un", "wang": "uang", "weng": "ueng"}  # fmt: skip


_DIAERESIS = "\u0308"
_TONES = "\u0304\u0301\u030c\u0300"


TONE = 0.04
"""How far apart two tones are: enough to tell names of one sound, not enough to part them."""


@cache
def syllables(character: str) -> tuple[str, ...]:
    """All readings of a character, such as lv4, the commonest first; none for what is no Han."""
    readings = pinyin_dict.get(ord(character), "")
    return tuple(dict.fromkeys(_plain(reading) for reading in readings.split(",") if reading))


def _plain(reading: str) -> str:
    parts = unicodedata.normalize("NFD", reading).replace(f"u{_DIAERESIS}", "v")
    tone = next((str(_TONES.index(part) + 1) for part in parts if part in _TONES), "5")
    return "".join(part for part in parts if part.isascii()) + tone


@cache
def apart(one: str, other: str) -> float:
    """How far two readings are from each other: 0 is the same, 1 has nothing in common."""
    (head, tail), (other_head, other_tail) = parts(one[:-1]), parts(other[:-1])
    sound = (_far(head, other_head, NEAR_INITIALS) + _far(tail, other_tail, NEAR_FINALS)) / 2
    return min(1.0, sound + TONE * (one[-1] != other[-1]))


def _far(one: str, other: str, near: dict[str, float]) -> float:
    if one == other:
        return 0.0
    return near.get(f"{one} {other}", near.get(f"{other} {one}", 1.0))


@cache
def parts(syllable: str) -> tuple[str, str]:
    """Initial and final; those without an initial as if y and w were none."""
    if syllable in _SILENT:
        return syllable[0], _SILENT[syllable]
    head = next((i for i in INITIALS if syllable.startswith(i)), "")
    tail = syllable[len(head) :]
    return head, tail.replace("u", "v", 1) if head in {"j", "q", "x"} else tail
