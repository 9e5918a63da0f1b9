"""Digits and numbers as people write and say them: full-width, Chinese, 幺 洞 拐 of the radio."""

import re

_SPOKEN = "零〇洞一幺壹二两贰三叁四肆五伍六陆七柒拐八捌九玖勾"
_VALUES = "0001112223344556677788999"
_FULL = "０１２３４５６７８９"
DIGITS = str.maketrans(_SPOKEN + _FULL, _VALUES + "0123456789")
_TENS = re.compile(r"(\d)?十(\d)?")
_PLACES = {"十": 10, "百": 100, "千": 1000}
_MYRIAD = 10_000
_MOST_PLACES = 9


def digits(text: str) -> str:
    """The text with each digit character as 0 to 9, of the same length, so that places agree."""
    return text.translate(DIGITS)


def number(words: str) -> int | None:
    """A number in figures or words, below a hundred million: 3, 十二, 一百零五, 两千三, 3万.

    None if it is none, or one with 几 or 多 in it.
    """
    plain = digits(words)
    if len(plain) > _MOST_PLACES or not re.fullmatch("[0-9十百千万]+", plain):
        return None
    head, myriad, tail = plain.partition("万")
    if not myriad:
        return _below_myriad(head)
    high, low = _below_myriad(head), _below_myriad(tail) if tail else 0
    if high is None or low is None:
        return None
    # 三万五 is 35,000, as 一百二 is 120.
    return high * _MYRIAD + (low * 1000 if re.fullmatch(r"[1-9]", tail) else low)


def _below_myriad(plain: str) -> int | None:
    if plain.isdigit():
        return int(plain)
    if match := _TENS.fullmatch(plain):
        return int(match[1] or 1) * 10 + int(match[2] or 0)
    total, last = 0, 10
    rest = plain
    for place in "千百十":
        before, found, after = rest.partition(place)
        if not found:
            continue
        before = before.removeprefix("0") or ("1" if place == "十" else "")
        if not re.fullmatch(r"[1-9]", before):
            return None
        total, last, rest = total + int(before) * _PLACES[place], _PLACES[place], after
    if not rest:
        return total
    if re.fullmatch(r"0?[1-9]", rest):
        return total + int(rest) * (last // 10 if len(rest) == 1 else 1)
    return None
