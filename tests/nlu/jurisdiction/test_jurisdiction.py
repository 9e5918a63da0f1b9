"""Whose job a matter is, with its division and its reasons."""

from pathlib import Path

import pytest

from data.reference import table
from data.reference.matter import jurisdictions
from data.reference.table import TableError
from nlu.context import Context
from nlu.jurisdiction.jurisdiction import jurisdiction
from nlu.understander import Understander
from nlu.understanding import Intent, IntentName, Level, Topic


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


def test_what_is_unsure_goes_to_staff_with_what_else_it_may_be(reader: Understander) -> None:
    topics = (topic("01", "城乡建设", 0.3), topic("04", "环境保护", 0.3), topic("13", "政法", 0.2))
    intent = Intent(IntentName.FILE_OPINION, 0.9)
    duty = jurisdiction("那边老是这样", intent, topics, None, sure=0.5)
    assert duty is not None
    assert duty.reasons[-1] == "还拿不准，先请工作人员看一看"
    units = [duty.unit, *(other.unit for other in duty.others)]
    assert len(units) == len(set(units)) == 3
    assert all(other.confidence <= duty.confidence for other in duty.others)
    certain = jurisdiction("那边老是这样", intent, topics, None, sure=0.1)
    assert certain is not None
    assert certain.others == ()
    heard = reader.understand("楼下的路灯坏了").as_json()
    assert "others" not in heard["jurisdiction"]


@pytest.mark.parametrize(
    ("code", "path", "unit"),
    [
        ("0103", ("城乡建设", "城乡规划"), "市规划和自然资源局分局"),
        ("0902", ("民政", "复退安置"), "区（县、市）退役军人事务局"),
        ("01", ("城乡建设",), "街道（镇）城市管理科"),
    ],
)
def test_a_deeper_topic_has_its_own_rule(code: str, path: tuple[str, ...], unit: str) -> None:
    found = Topic(code, path[-1], path, 0.9)
    duty = jurisdiction("请看一看", Intent(IntentName.FILE_OPINION, 0.9), (found,), None)
    assert duty is not None
    assert duty.unit == unit


def topic(code: str, name: str, confidence: float) -> Topic:
    return Topic(code, name, (name,), confidence)


HEADER = "topic,topic_name,keywords,level,unit,reason\n"


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        ("topic,unit\n01,T-CITY\n", "no column"),
        (HEADER + "01,城乡建没,,township,T-CITY,理由\n", "line 2: no topic 01"),
        (HEADER + "01,城乡建设,,county,T-CITY,理由\n", "line 2: no unit T-CITY at county"),
        (HEADER + "01,城乡建设,,township,T-CITY,理由\n", "no rule without keywords for 党务政务"),
    ],
)
def test_a_bad_line_of_a_station_s_own_rules_is_named(
    own_tables: Path, lines: str, why: str
) -> None:
    (own_tables / "jurisdiction.csv").write_text(lines, encoding="utf-8")
    table.use(own_tables)
    with pytest.raises(TableError, match=why):
        jurisdictions.rules()
