"""Numbers: amounts with all their zeros, and digits one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.tts.numerals import amount, by_digit, year

DIGITS = dict(zip("零一二三四五六七八九", range(10), strict=True)) | {"两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
GROUPS = {"万": 10**4, "亿": 10**8, "": 1}


@pytest.mark.parametrize(
    ("digits", "words"),
    [
        ("0", "零"),
        ("7", "七"),
        ("007", "七"),
        ("10", "十"),
        ("11", "十一"),
        ("20", "二十"),
        ("100", "一百"),
        ("101", "一百零一"),
        ("110", "一百一十"),
        ("1010", "一千零一十"),
        ("1001", "一千零一"),
        ("2000", "两千"),
        ("2026", "两千零二十六"),
        ("10005", "一万零五"),
        ("12000", "一万二千"),
        ("20000", "两万"),
        ("100000", "十万"),
        ("110000", "十一万"),
        ("12345678", "一千二百三十四万五千六百七十八"),
        ("100000001", "一亿零一"),
        ("3.05", "三点零五"),
        ("0.5", "零点五"),
    ],
)
def test_amounts(digits: str, words: str) -> None:
    assert amount(digits) == words


def test_codes_and_years() -> None:
    assert by_digit("3726") == "三七二六"
    assert by_digit("10947285") == "幺零九四七二八五"
    assert year("2011") == "二零一一"


def test_what_is_too_long_for_an_amount_is_read_by_its_digits() -> None:
    assert amount("1" * 20) == "幺" * 20


def value(words: str) -> int:
    """What a person understands of an amount; written apart from how it is said."""
    total = 0
    for group in ("亿", "万", ""):
        part, _, words = words.rpartition(group) if group else (words, "", "")
        below = digit = 0
        for character in part:
            if character in UNITS:
                below += (digit or 1) * UNITS[character]
                digit = 0
            else:
                digit = DIGITS[character]
        total += (below + digit) * GROUPS[group]
    return total


@given(st.integers(0, 10**12 - 1))
def test_every_amount_is_understood_again(number: int) -> None:
    words = amount(str(number))
    assert value(words) == number
    assert "零零" not in words
    assert words == "零" or not words.endswith("零")
