"""How Chinese words are read: pinyin with tones, our place names among them."""

import re

from pypinyin import Style, lazy_pinyin, load_phrases_dict
from pypinyin.phrases_dict import phrases_dict

from speech.speaker import Cutter

# What pypinyin reads otherwise. Streets of Hangzhou, and words of a contact station.
_OWN = {
    "长庆": "cháng qìng",
    "长河": "cháng hé",
    "长征": "cháng zhēng",
    "长乐": "cháng lè",
    "长虹": "cháng hóng",
    "长浜": "cháng bāng",
    "长木": "cháng mù",
    "长睦": "cháng mù",
    "朝晖": "zhāo huī",
    "朝阳": "cháo yáng",
    "西兴": "xī xīng",
    "九堡": "jiǔ bǎo",
    "六堡": "liù bǎo",
    "七堡": "qī bǎo",
    "乾潭": "qián tán",
    "三都": "sān dū",
    "於潜": "yū qián",
    "更楼": "gēng lóu",
    "闻堰": "wén yàn",
    "瓶窑": "píng yáo",
    "塘栖": "táng qī",
    "弄堂": "lòng táng",
    "里弄": "lǐ lòng",
    "编号": "biān hào",
    "称呼": "chēng hu",
    "地方": "dì fang",
    "答复": "dá fù",
    "重办": "chóng bàn",
    "还没": "hái méi",
    "还有": "hái yǒu",
    "还是": "hái shì",
    "只是": "zhǐ shì",
    "该管": "gāi guǎn",
    "着急": "zháo jí",
    "找得到": "zhǎo de dào",
    "办得": "bàn de",
}
# A house is counted in 幢, read like 壮; pypinyin knows it as a banner, chuáng.
_ALIKE = str.maketrans({"幢": "壮"})
_HAN = re.compile("[\u4e00-\u9fff]+")

# Whoever imported pypinyin before us may have left its phrases out (nlu.sound does).
load_phrases_dict({**phrases_dict, **{w: [[s] for s in r.split()] for w, r in _OWN.items()}})


def syllables(text: str, cut: Cutter) -> list[list[str]]:
    """A run of Chinese characters: the words of it, each as syllables such as hao3 or de5."""
    return [
        lazy_pinyin(word.translate(_ALIKE), style=Style.TONE3, neutral_tone_with_five=True)
        for word in cut(text)
        if _HAN.fullmatch(word)
    ]
