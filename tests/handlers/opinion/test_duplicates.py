"""Likely duplicates: alike in words, near in place and time, still open, and one's own to see."""

from datetime import timedelta

import pytest

from data.record.opinion import OpinionState
from data.settings import Settings
from handlers.opinion import duplicates
from handlers.opinion.actor import Actor
from tests.support.loop import CITY, COUNTY, NEXT_STREET, STAFF, World, by_code

LAMP = "清波街道三幢楼下的路灯坏了"


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


def likely(world: World, code: str, actor: Actor = STAFF) -> dict[str, float]:
    with world.database.reading() as session:
        found = duplicates.likely(session, actor, by_code(session, code))
        return {each.opinion.code: each.alike for each in found}


def change(world: World, code: str, **fields: object) -> None:
    with world.database.transaction() as session:
        for name, value in fields.items():
            setattr(by_code(session, code), name, value)


def test_the_pairs_of_neighbouring_characters() -> None:
    assert duplicates.pairs("路灯坏了") == {"路灯", "灯坏", "坏了"}
    assert duplicates.pairs("灯") == set()


def test_the_likest_comes_first_and_never_the_matter_itself(world: World) -> None:
    code, same, near = world.file(LAMP), world.file(LAMP), world.file(LAMP)
    change(world, near, matter="清波街道四幢楼下的路灯坏了")
    found = likely(world, code)
    assert list(found) == [same, near]
    assert found[same] == 1.0
    assert found[near] == pytest.approx(10 / 12)


def test_the_same_words_of_another_place_count_half(world: World) -> None:
    code, other = world.file(LAMP), world.file(LAMP)
    change(world, other, place_code=NEXT_STREET)
    assert likely(world, code) == {other: 0.5}
    change(world, other, place_code=None)
    assert likely(world, code) == {other: 1.0}


def test_half_the_words_of_another_place_are_not_enough(world: World) -> None:
    code, other = world.file(LAMP), world.file(LAMP)
    change(world, code, matter="路灯坏了")
    change(world, other, matter="路灯坏处多", place_code=NEXT_STREET)  # two pairs of three
    assert likely(world, code)[other] == pytest.approx(1 / 3)
    change(world, other, matter="路灯好得多")  # one pair of three, of another place
    assert other not in likely(world, code)
    change(world, other, place_code=None)
    assert likely(world, code)[other] == pytest.approx(1 / 3)


def test_a_matter_too_short_to_compare_is_like_nothing(world: World) -> None:
    code, other = world.file(LAMP), world.file(LAMP)
    change(world, other, matter="灯")
    assert likely(world, code) == {}
    change(world, code, matter="灯")
    assert likely(world, code) == {}


@pytest.mark.parametrize(("days", "near"), [(-60, False), (-59, True), (59, True), (60, False)])
def test_sixty_days_apart_it_is_another_matter(world: World, days: int, near: bool) -> None:
    code, other = world.file(LAMP), world.file(LAMP)
    change(world, other, filed_at=world.now + timedelta(days=days))
    assert (other in likely(world, code)) is near


def test_what_is_over_of_another_kind_or_another_station_is_left_out(world: World) -> None:
    code, closed, topic, station = (world.file(LAMP) for _ in range(4))
    assert len(likely(world, code, CITY)) == 3
    change(world, closed, state=OpinionState.CLOSED)
    change(world, topic, topic_code="99")
    change(world, station, station_code=NEXT_STREET)
    assert likely(world, code, CITY) == {}
    first = world.opinion(code).topic_code
    assert first
    change(world, topic, topic_code=first[:2] + "9999")
    assert list(likely(world, code, CITY)) == [topic]


def test_nobody_is_shown_what_is_not_theirs_and_nobody_more_than_five(world: World) -> None:
    code, *others = (world.file(LAMP) for _ in range(7))
    assert len(likely(world, code, COUNTY)) == 5
    nobody = Actor(STAFF.role, "staff:别处", frozenset({NEXT_STREET}))
    assert likely(world, code, nobody) == {}
    assert set(likely(world, code)) < set(others)
