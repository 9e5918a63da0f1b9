"""Digits as people write and say them: full-width, Chinese, and 幺 洞 拐 of the radio."""

import re

_SPOKEN = "零〇洞一幺壹二两贰三叁四肆五伍六陆七柒拐八捌九玖勾"
_VALUES = "0001112223344556677788999"
_FULL = "０１２３４５６７８９"
DIGITS = str.maketrans(_SPOKEN + _FULL, _VALUES + "0123456789")
_TENS = re.compile(r"(\d)?十(\d)?")


def digits(text: str) -> str:
    """The text with each digit character as 0 to 9, of the same length, so that places agree."""
    return text.translate(DIGITS)


def number(words: str) -> int | None:
    """A small number in figures or words, up to 99: 3, 三, 十二, 二十五; None if it is none."""
    plain = digits(words)
    if plain.isascii() and plain.isdigit():
        return int(plain)
    match = _TENS.fullmatch(plain)
    return int(match[1] or 1) * 10 + int(match[2] or 0) if match else None
