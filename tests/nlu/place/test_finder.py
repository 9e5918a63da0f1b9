"""Places: official names, short forms, corrections, ambiguity, and what is no place."""

import pytest

from data.own_place import Kind, OwnPlace
from nlu.custom import Custom
from nlu.place.finder import Places, find
from nlu.understander import Understander, load
from tests.conftest import MODELS_HOME


@pytest.fixture(scope="session")
def where(reader: Understander):  # type: ignore[no-untyped-def]
    """Find the place of a text as the understander does."""
    engine = reader._engine

    def _find(text: str, station: str | None = None) -> Places:
        return find(text, engine.cut(text), engine.frequency, station)

    return _find


@pytest.mark.parametrize(
    ("text", "name", "method"),
    [
        ("西湖区翠苑街道的路灯坏了", "翠苑街道", "exact"),
        ("翠苑那边的路灯坏了", "翠苑街道", "short"),
        ("我住在闸弄口街道红梅社区", "红梅社区", "exact"),
        ("良渚镇的公交车少", "良渚街道", "variant"),
        ("朱庙村的路太窄", "朱庙社区", "variant"),
        ("萧山的房子漏水", "萧山区", "short"),
        ("以前的下城区", "拱墅区", "old"),
        ("千岛湖镇的码头", "千岛湖镇", "exact"),
        ("江干区的路不平", "上城区", "old"),
        ("余杭的房子漏水", "余杭区", "short"),
        ("翠苑一区三幢", "翠苑一区社区", "short"),
        ("翠苑六区三幢", "翠苑街道", "short"),
        ("淳安千岛湖的码头", "千岛湖镇", "short"),
        ("余杭街道的房子漏水", "余杭街道", "exact"),
    ],
)
def test_names_and_short_forms(where, text: str, name: str, method: str) -> None:  # type: ignore[no-untyped-def]
    place = where(text).place
    assert place is not None
    assert (place.name, place.method) == (name, method)
    assert place.matched in text


def test_a_community_tells_its_street_and_district(where) -> None:  # type: ignore[no-untyped-def]
    place = where("红梅社区三幢").place
    assert (place.district, place.street, place.community) == ("上城区", "闸弄口街道", "红梅社区")


@pytest.mark.parametrize(
    "text",
    [
        "西溪街道，呃不对，是翠苑街道",
        "西溪街道不对不对翠苑街道",
        "不是西溪街道，是翠苑街道",
        "西湖区西溪街道，说错了，翠苑街道",
    ],
)
def test_after_a_correction_the_later_place_counts(where, text: str) -> None:  # type: ignore[no-untyped-def]
    assert where(text).place.name == "翠苑街道"


@pytest.mark.parametrize(
    "text",
    [
        "今天运气不好",
        "我们前进了一大步",
        "太阳太晒了",
        "他留下一句话就走了",
        "和睦相处",
        "萧山路上的井盖坏了",
        "余杭塘河的水发黑",
        "文一西路堵车",
        "东西湖",
        "富春江边散步",
        "西湖边上的厕所",
        "望江门的房子",
        "",
        "👵",
    ],
)
def test_ordinary_words_and_roads_are_no_places(where, text: str) -> None:  # type: ignore[no-untyped-def]
    assert where(text) == Places()


def test_an_ambiguous_name_gives_candidates_and_no_guess(where) -> None:  # type: ignore[no-untyped-def]
    found = where("东湖社区的垃圾没人收")
    assert found.place is None
    assert {place.district for place in found.candidates} == {"临平区", "建德市"}
    assert all(place.confidence <= 0.5 for place in found.candidates)


def test_the_station_breaks_a_tie_and_does_no_more(where) -> None:  # type: ignore[no-untyped-def]
    tied = where("东湖社区的垃圾没人收", "330182")
    assert tied.place.district == "建德市"
    assert tied.place.confidence < 0.8
    assert where("垃圾没人收", "330182") == Places()
    assert where("临平区东湖社区的垃圾", "330182").place.district == "临平区"


def test_what_a_district_once_held_agrees_with_it(where) -> None:  # type: ignore[no-untyped-def]
    place = where("余杭区塘栖镇").place
    assert (place.district, place.street) == ("临平区", "塘栖镇")
    assert where("江干区下沙街道").place.district == "钱塘区"


def test_a_community_in_another_district_than_the_named_one_is_not_meant(where) -> None:  # type: ignore[no-untyped-def]
    assert where("滨江区闻皇庙社区").place.name == "滨江区"


def test_two_places_in_one_district_leave_the_district(where) -> None:  # type: ignore[no-untyped-def]
    found = where("翠苑街道和文新街道之间的路")
    assert found.place.name == "西湖区"
    assert {place.name for place in found.candidates} == {"翠苑街道", "文新街道"}


def test_two_places_far_apart_are_asked_back_about(where) -> None:  # type: ignore[no-untyped-def]
    found = where("翠苑街道到清波街道的公交车")
    assert found.place is None
    assert {place.name for place in found.candidates} == {"翠苑街道", "清波街道"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("萧山区宁围镇新发村", "萧山区宁围街道"),
        ("余杭区良渚镇亿丰时代大厦", "余杭区良渚街道"),
        ("余杭区临平五洲路", "临平区临平街道"),
        ("江干区下沙学源街", "钱塘区下沙街道"),
        ("清泰南苑的围墙，在上城区", "上城区"),
        ("长河街道的老房子，我自己住在萧山区", "滨江区长河街道"),
        ("柳浪那边的路灯坏了", "上城区清波街道"),
        ("文三路上的路灯坏了", "西湖区"),
    ],
)
def test_names_are_weighed_together(where, text: str, words: str) -> None:  # type: ignore[no-untyped-def]
    found = where(text)
    assert found.place is not None
    assert found.place.words == words


def test_ones_own_places_are_found_and_official_ones_come_first(reader: Understander) -> None:
    own = (
        OwnPlace("听雨家园二期", "330106", Kind.ESTATE),
        OwnPlace("百合公寓", "330113", Kind.ESTATE),
        OwnPlace("百合公寓", "330112", Kind.ESTATE),
        OwnPlace("翠苑一区", "330106", Kind.ESTATE),
        OwnPlace("大院", "330106", Kind.NICKNAME),
    )
    mine = load(MODELS_HOME / "cache", custom=Custom(places=own))
    assert reader.understand("听雨家园的电梯坏了").place is None
    found = mine.understand("听雨家园的电梯坏了").place
    assert found is not None
    assert (found.district, found.method, found.matched) == ("西湖区", "within", "听雨家园")
    twice = mine.understand("百合公寓的垃圾没人收")
    assert twice.place is None
    assert {place.district for place in twice.places} == {"临平区", "临安区"}
    official = mine.understand("翠苑一区三幢").place
    assert official is not None
    assert official.community == "翠苑一区社区"
    assert mine.understand("我们大院里的灯坏了").place is None
