"""How many, as people say it, and whom it troubles."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.particular.affected import affected
from nlu.text.numerals import number
from nlu.text.quantity import QUANTITY, Quantity, quantity


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("三五", 3, 5),
        ("七八", 7, 8),
        ("一两", 1, 2),
        ("十来", 8, 12),
        ("十几", 11, 19),
        ("二十多", 21, 29),
        ("2000多", 2001, 2999),
        ("一百多", 101, 199),
        ("二三十", 20, 30),
        ("三五千", 3000, 5000),
        ("十七八", 17, 18),
        ("一百二三十", 120, 130),
        ("好几十", 30, 90),
        ("几百", 200, 900),
        ("几", 2, 9),
        ("上百", 100, None),
        ("成百上千", 100, None),
        ("不到三十", 1, 30),
        ("将近一百", 80, 100),
        ("至少五十", 50, None),
        ("三到五", 3, 5),
        ("三到五十", 30, 50),
        ("30-50", 30, 50),
        ("大概三十", 30, 30),
        ("一千两百", 1200, 1200),
        ("俩", 2, 2),
        ("个把", 1, 2),
    ],
)
def test_quantities(words: str, low: int, high: int | None) -> None:
    assert re.fullmatch(QUANTITY, words)
    assert quantity(words) == Quantity(low, high)


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("一百零五", 105),
        ("一百二", 120),
        ("两千三", 2300),
        ("三万五", 35_000),
        ("一千二百三十四", 1234),
        ("十", 10),
        ("3万", 30_000),
        ("百", None),
        ("几十", None),
        ("", None),
        ("一零五百", None),
    ],
)
def test_numbers(words: str, value: int | None) -> None:
    assert number(words) == value


def spoken(value: int) -> str:
    """A number below 10,000 as people say it."""
    words, gap = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // place % 10
        if digit:
            words += ("零" if gap and words else "") + "零一二三四五六七八九"[digit] + unit
        gap = not digit
    return words.removeprefix("一") if words.startswith("一十") else words


@given(st.integers(1, 9999))
def test_every_number_said_is_read(value: int) -> None:
    assert number(spoken(value)) == value
    assert number(str(value)) == value


@given(st.text("零一二两三四五六七八九十百千万几多来好上成数到0123456789不至少", max_size=12))
def test_no_words_make_it_raise(words: str) -> None:
    found = quantity(words)
    assert found is None or found.high is None or found.low <= found.high
    affected(words + "户")


@pytest.mark.parametrize(
    ("text", "words", "low", "high", "unit"),
    [
        ("三五个人受影响", "三五个人", 3, 5, "person"),
        ("我们这里二十多户都没水", "二十多户", 21, 29, "household"),
        ("上百户居民停电", "上百户居民", 100, None, "household"),
        ("好几十号人堵在门口", "好几十号人", 30, 90, "person"),
        ("一家老小五口人", "五口人", 5, 5, "person"),
        ("300多名业主联名", "300多名业主", 301, 399, "person"),
        ("二三十个老人没地方去", "二三十个老人", 20, 30, "person"),
        ("三十来家住户", "三十来家住户", 28, 32, "household"),
        ("三十户以上", "三十户以上", 30, None, "household"),
        ("几万人", "几万人", 20_000, 90_000, "person"),
    ],
)
def test_whom_it_troubles(text: str, words: str, low: int, high: int | None, unit: str) -> None:
    (found,) = affected(text)
    assert (found.text, found.low, found.high, found.unit) == (words, low, high, unit)


@pytest.mark.parametrize(
    "text",
    [
        "我一个人住",
        "三个人行道坏了",
        "两位人大代表来过",
        "三号居民楼",
        "2026年人民币",
        "有户人家养鸡",
        "每户收三百",
        "第三户",
        "3栋1003业主",
        "三五个",
    ],
)
def test_who_is_not_counted(text: str) -> None:
    assert affected(text) == ()


def test_households_and_people_are_both_told() -> None:
    found = affected("五十几户人家，六七十口人")
    assert [(a.low, a.high, str(a.unit)) for a in found] == [
        (51, 59, "household"),
        (60, 70, "person"),
    ]
