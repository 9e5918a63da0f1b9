"""Whose job a matter is, with its division and its reasons."""

import pytest

from nlu.context import Context
from nlu.understander import Understander
from nlu.understanding import IntentName, Level


@pytest.mark.parametrize(
    ("text", "level", "division"),
    [
        ("翠苑街道三幢楼下的路灯坏了", Level.TOWNSHIP, "330106005"),
        ("西湖区小学放学的时候门口堵得一塌糊涂，老师也不管", Level.COUNTY, "330106"),
        ("余杭区塘栖镇的公交车要等四十分钟", Level.CITY, "330100"),
        ("全杭州各个社区都没有地方给电瓶车充电", Level.GENERAL, "330100"),
        ("路灯坏了", Level.TOWNSHIP, None),
    ],
)
def test_level_and_division(
    reader: Understander, text: str, level: Level, division: str | None
) -> None:
    duty = reader.understand(text).jurisdiction
    assert duty is not None
    assert (duty.level, duty.division) == (level, division)
    assert duty.reasons
    assert 0 < duty.confidence <= 1


def test_the_reason_is_in_plain_words(reader: Understander) -> None:
    duty = reader.understand("楼下的路灯坏了").jurisdiction
    assert duty is not None
    assert duty.unit == "街道（镇）城市管理科"
    assert duty.reasons == ("路灯属城市建设和市政管理，街道可直接处理",)


def test_what_is_no_matter_has_no_jurisdiction(reader: Understander) -> None:
    for text in ("你好", "我上次反映的事情怎么样了", "对"):
        assert reader.understand(text, Context()).jurisdiction is None


def test_law_goes_to_the_peoples_congress(reader: Understander) -> None:
    heard = reader.understand("我想对养犬管理条例的立法提点意见")
    assert heard.intent.name is IntentName.LEGISLATION
    assert heard.jurisdiction is not None
    assert heard.jurisdiction.level is Level.CITY
