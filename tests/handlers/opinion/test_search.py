"""Finding opinions in the register."""

import pytest

from data.record.opinion import OpinionState
from data.settings import Settings
from handlers.opinion import search
from handlers.opinion.actor import Actor
from handlers.opinion.search import Wanted
from tests.support.loop import CITY, LAMP, NEXT_STREET, STAFF, UNSURE, World


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


def found(world: World, who: Actor = STAFF, **wanted: object) -> list[str]:
    with world.database.reading() as session:
        return [each.code for each in search.find(session, who, Wanted(**wanted))]  # type: ignore[arg-type]


def test_the_newest_first_and_only_one_s_own(world: World) -> None:
    first, second = world.file(LAMP), world.file(LAMP)
    neighbour = world.file(LAMP, NEXT_STREET)
    assert found(world) == [second, first]
    assert found(world, CITY) == [neighbour, second, first]


def test_a_page_has_fifty_and_the_next_goes_on_below_it(world: World) -> None:
    codes = [world.file(UNSURE) for _ in range(4)][::-1]
    assert Wanted().limit == 50
    assert found(world, limit=2) == codes[:2]
    assert found(world, limit=2, before=world.opinion(codes[1]).id) == codes[2:]


def test_by_state_and_by_who_has_it(world: World) -> None:
    lamp, unsure = world.file(LAMP), world.file(UNSURE)
    mine, yours = world.deputy("甲"), world.deputy("乙")
    assert found(world, states=(OpinionState.RECEIVED,)) == [unsure]
    assert found(world, states=(OpinionState.ASSIGNED, OpinionState.RECEIVED)) == [unsure, lamp]
    world.do(mine, "claim", lamp)
    assert found(world, mine, mine=True) == [lamp]
    assert found(world, yours, mine=True) == []


def test_by_words_of_the_matter_or_the_place_and_by_the_code(world: World) -> None:
    lamp, unsure = world.file(LAMP), world.file(UNSURE)
    place = world.opinion(lamp).place_name
    assert place
    for text, codes in (
        ("路灯", [lamp]),
        (" 路灯 ", [lamp]),
        (place[:4], [lamp]),
        ("没有一直", []),
        ("处理", [unsure]),
        ("%", []),
        ("_", []),
        (lamp, [lamp]),
        (f" {lamp[:4]} {lamp[4:]}", [lamp]),
        (lamp[:7], []),
    ):
        assert found(world, text=text) == codes, text


def test_one_by_its_code_as_it_is_written_and_only_one_s_own(world: World) -> None:
    code, other = world.file(LAMP), world.file(LAMP, NEXT_STREET)
    with world.database.reading() as session:
        one = search.one(session, STAFF, f"{code[:4]} {code[4:]}")
        assert one
        assert one.code == code
        assert search.one(session, STAFF, other) is None
        assert search.one(session, STAFF, "x") is None
