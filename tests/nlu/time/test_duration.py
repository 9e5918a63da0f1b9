"""How long a trouble has lasted."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.time.duration import duration
from nlu.time.moments import moments
from nlu.understanding import Duration

MONDAY = date(2026, 3, 9)


def lasted(text: str) -> Duration | None:
    return duration(text, moments(text, MONDAY), MONDAY)


@pytest.mark.parametrize(
    ("text", "words", "low", "high"),
    [
        ("坏了两个星期了", "两个星期了", 14, 14),
        ("已经三个多月没修", "三个多月", 90, 120),
        ("好几天了", "好几天了", 3, 9),
        ("三五天没水", "三五天", 3, 5),
        ("大半年了", "大半年了", 182.5, 365),
        ("一年半了", "一年半了", 547.5, 547.5),
        ("漏了个把月", "个把月", 30, 60),
        ("十天半个月了", "十天半个月了", 10, 15),
        ("停电六个小时", "六个小时", 0.25, 0.25),
        ("停了整整一天", "整整一天", 1, 1),
        ("修好不到一年又坏了", "不到一年", 0, 365),
        ("三天，不对，五天了", "五天了", 5, 5),
        ("在这住了三十年了，路灯坏了两个月", "两个月", 60, 60),
        ("从昨天开始停水", "昨天开始", 1, 1),
        ("上周开始的", "上周开始", 1, 7),
        ("去年国庆到现在", "去年国庆到现在", 159, 159),
        ("好久了", "好久", None, None),
        ("长期没人管", "长期", None, None),
    ],
)
def test_how_long(text: str, words: str, low: float | None, high: float | None) -> None:
    assert lasted(text) == Duration(words, low, high)


@pytest.mark.parametrize(
    "text",
    [
        "三天前坏的",
        "三天内答复",
        "每三天一次",
        "一天三次",
        "三月五号坏的",
        "三年级",
        "房龄二十年",
        "退休五年了",
        "20年的老房子",
        "三天两头坏",
        "长期工作",
        "自2007年10月1日起施行",
        "昨天坏的",
        "路灯坏了",
    ],
)
def test_what_does_not_tell_it(text: str) -> None:
    assert lasted(text) is None


@given(st.text("一两三五十半几多好个天月年周星期小时了前内昨开始到现在0123456789，", max_size=40))
def test_no_words_make_it_raise(text: str) -> None:
    found = lasted(text)
    assert found is None or found.low is None or 0 <= found.low <= (found.high or 0)
