"""Numbers as Mandarin says them: as an amount, or digit by digit."""

import re

_AMOUNT = "零一二三四五六七八九"
_BY_DIGIT = str.maketrans("0123456789", "零幺二三四五六七八九")
_YEAR = str.maketrans("0123456789", _AMOUNT)
_UNITS, _GROUPS = ("", "十", "百", "千"), ("", "万", "亿", "万亿")
_ZEROS = re.compile("零+")
_GROUP = 4
_TWO = re.compile("^二(?=[千万亿])")


def by_digit(digits: str) -> str:
    """As codes and telephone numbers are read: 1 is 幺, for 一 and 七 sound alike on a line."""
    return digits.translate(_BY_DIGIT)


def year(digits: str) -> str:
    """As years are read: 2026 is 二零二六, 2011 is 二零一一."""
    return digits.translate(_YEAR)


def amount(digits: str) -> str:
    """As amounts are read: 105 is 一百零五, 12.50 is 十二点五零; any leading zeros are dropped."""
    whole, _, fraction = digits.partition(".")
    words = _whole(whole.lstrip("0"))
    return f"{words}点{year(fraction)}" if fraction else words


def _whole(digits: str) -> str:
    if len(digits) > _GROUP * len(_GROUPS):
        return by_digit(digits)
    words = ""
    for at in range(0, len(digits), _GROUP):
        group = digits[max(0, len(digits) - at - _GROUP) : len(digits) - at]
        if said := _four(group):
            words = said + _GROUPS[at // _GROUP] + words
    words = _ZEROS.sub("零", words).strip("零") or "零"
    words = words.removeprefix("一") if words.startswith("一十") else words
    return _TWO.sub("两", words)


def _four(digits: str) -> str:
    """Up to four digits; a 零 for zeros before and between, as the groups above need it."""
    words = ""
    for power, digit in enumerate(reversed(digits)):
        words = (_AMOUNT[int(digit)] + _UNITS[power] if digit != "0" else "零") + words
    return _ZEROS.sub("零", words).rstrip("零")
