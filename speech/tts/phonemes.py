"""Mandarin as Kokoro 1.0 was taught it: pinyin to its phonemes, and those to its tokens.

The phonemes are those of misaki 0.9.4 (hexgrad, Apache-2.0), the numbers those of the model's
config.json; tests/speech/tts/test_phonemes.py holds every syllable against misaki.
"""

from collections.abc import Iterable

_TOKENS = {
    ";": 1,
    ":": 2,
    ",": 3,
    ".": 4,
    "!": 5,
    "?": 6,
    "…": 10,
    '"': 11,
    "(": 12,
    ")": 13,
    "“": 14,
    "”": 15,
    " ": 16,
    "ʦ": 20,
    "ʨ": 21,
    "\uab67": 23,
    "a": 43,
    "e": 47,
    "f": 48,
    "h": 50,
    "i": 51,
    "j": 52,
    "k": 53,
    "l": 54,
    "m": 55,
    "n": 56,
    "o": 57,
    "p": 58,
    "s": 61,
    "t": 62,
    "u": 63,
    "w": 65,
    "x": 66,
    "y": 67,
    "ɔ": 76,
    "ɕ": 77,
    "ə": 83,
    "ɚ": 85,
    "ɛ": 86,
    "ɥ": 99,
    "ɨ": 101,
    "ŋ": 112,
    "ɻ": 126,
    "ʂ": 130,
    "ʊ": 135,
    "ɤ": 140,
    "ʰ": 162,
    "↓": 169,
    "→": 171,
    "↗": 172,
    "↘": 173,
}
_INITIALS = {
    "b": "p",
    "p": "pʰ",
    "m": "m",
    "f": "f",
    "d": "t",
    "t": "tʰ",
    "n": "n",
    "l": "l",
    "g": "k",
    "k": "kʰ",
    "h": "x",
    "j": "ʨ",
    "q": "ʨʰ",
    "x": "ɕ",
    "zh": "\uab67",
    "ch": "\uab67ʰ",
    "sh": "ʂ",
    "r": "ɻ",
    "z": "ʦ",
    "c": "ʦʰ",
    "s": "s",
}
# Where the tone belongs stands a 0.
_FINALS = {
    "a": "a0",
    "ai": "ai0",
    "an": "a0n",
    "ang": "a0ŋ",
    "ao": "au0",
    "e": "ɤ0",
    "ei": "ei0",
    "en": "ə0n",
    "eng": "ə0ŋ",
    "i": "i0",
    "ia": "ja0",
    "ian": "jɛ0n",
    "iang": "ja0ŋ",
    "iao": "jau0",
    "ie": "je0",
    "in": "i0n",
    "iu": "jou0",
    "ing": "i0ŋ",
    "iong": "jʊ0ŋ",
    "ong": "ʊ0ŋ",
    "ou": "ou0",
    "u": "u0",
    "ui": "wei0",
    "ua": "wa0",
    "uai": "wai0",
    "uan": "wa0n",
    "un": "wə0n",
    "uang": "wa0ŋ",
    "ueng": "wə0ŋ",
    "uo": "wo0",
    "o": "wo0",
    "v": "y0",
    "ve": "ɥe0",
    "van": "ɥɛ0n",
    "vn": "y0n",
}
# Without an initial, y and w are written for i, u and v.
_ALONE = {
    "yi": "i",
    "ya": "ia",
    "yan": "ian",
    "yang": "iang",
    "yao": "iao",
    "ye": "ie",
    "yin": "in",
    "ying": "ing",
    "yong": "iong",
    "you": "iu",
    "yu": "v",
    "yue": "ve",
    "yuan": "van",
    "yun": "vn",
    "wu": "u",
    "wa": "ua",
    "wai": "uai",
    "wan": "uan",
    "wang": "uang",
    "wei": "ui",
    "wen": "un",
    "weng": "ueng",
    "wo": "uo",
}
_WHOLE = {
    "er": "ɚ0",
    "o": "ɔ0",
    "io": "jɔ0",
    "yo": "wo0",
    "wong": "ʊ0ŋ",
    "ê": "ɛ0",
    "m": "m0",
    "n": "n0",
    "ng": "ŋ0",
    "hm": "hm0",
    "hng": "hŋ0",
}
_TONES = {"1": "→", "2": "↗", "3": "↓", "4": "↘", "5": ""}


def phonemes(syllable: str) -> str:
    """A syllable of pinyin with its tone behind it, such as lv4, hao3 or de5; empty if none."""
    sound, tone = syllable[:-1], _TONES.get(syllable[-1:])
    if tone is None:
        return ""
    if sound in _WHOLE:
        return _WHOLE[sound].replace("0", tone)
    initial = next((part for part in (sound[:2], sound[:1]) if part in _INITIALS), "")
    final = _ALONE.get(sound, sound.removeprefix(initial))
    if initial in {"j", "q", "x"} and final.startswith("u"):
        final = f"v{final[1:]}"
    vowel = _FINALS.get(final, "")
    if final == "i" and initial in {"zh", "ch", "sh", "r", "z", "c", "s"}:
        vowel = "ɨ0"
    return _INITIALS.get(initial, "") + vowel.replace("0", tone) if vowel else ""


def tokens(phonemes: Iterable[str]) -> list[int]:
    """The model's numbers; what it does not know is left out."""
    return [_TOKENS[one] for one in phonemes if one in _TOKENS]
