"""How Chinese words are read: pinyin with tones, our place names among them."""

import re

from pypinyin import Style, lazy_pinyin, load_phrases_dict
from pypinyin.phrases_dict import phrases_dict

from speech.tts.speaker import Cutter

# Words that pypinyin reads otherwise: places in Hangzhou, and what the assistant says often.
_OWN = {
    "长庆": "cháng qìng",
    "长浜": "cháng bāng",
    "长木": "cháng mù",
    "长睦": "cháng mù",
    "朝阳": "cháo yáng",
    "三都": "sān dū",
    "於潜": "yū qián",
    "更楼": "gēng lóu",
    "称呼": "chēng hu",
    "地方": "dì fang",
    "重办": "chóng bàn",
    "办得": "bàn de",
}
# A house is counted in 幢, read like 壮; pypinyin knows it as a banner, chuáng.
_ALIKE = str.maketrans({"幢": "壮"})
_HAN = re.compile("[\u4e00-\u9fff]+")
_OWN_WORDS = re.compile(f"({'|'.join(_OWN)})")

# Whoever imported pypinyin before us may have left its phrases out (nlu.text.pronunciation does).
load_phrases_dict({**phrases_dict, **{w: [[s] for s in r.split()] for w, r in _OWN.items()}})


def syllables(text: str, cut: Cutter) -> list[list[str]]:
    """A run of Chinese characters: the words of it, each as syllables such as hao3 or de5."""
    # Whatever the cutter knows, words of our own are not taken apart.
    parts = [part for part in _OWN_WORDS.split(text) if part]
    words = [word for part in parts for word in ([part] if part in _OWN else cut(part))]
    return [
        lazy_pinyin(word.translate(_ALIKE), style=Style.TONE3, neutral_tone_with_five=True)
        for word in words
        if _HAN.fullmatch(word)
    ]
