"""Who may see which opinion, and who somebody is by their account."""

from datetime import UTC, datetime

import pytest

from data.database import Database
from data.record.account import Account, Role
from data.record.opinion import OpinionState
from data.settings import Settings
from handlers.opinion import actor
from handlers.opinion.actor import CLOCK, PLATFORM, RESIDENT, Actor
from tests.support.loop import BUS, CITY, DISTRICT, LAMP, NEXT_STREET, STAFF, STREET, World

NOW = datetime(2026, 3, 5, tzinfo=UTC)


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


def sees(world: World, who: Actor, code: str) -> bool:
    with world.database.reading() as session:
        return who.sees(session, world.opinion(code))


def test_a_station_sees_its_own_and_the_city_everything(world: World) -> None:
    here, there = world.file(LAMP, STREET), world.file(LAMP, NEXT_STREET)
    assert (sees(world, STAFF, here), sees(world, STAFF, there)) == (True, False)
    assert (sees(world, CITY, here), sees(world, CITY, there)) == (True, True)


def test_a_unit_sees_what_it_handles_and_in_its_division_alone(world: World) -> None:
    code = world.file(LAMP)
    for unit, division, seen in (
        ("T-CITY", STREET, True),
        ("T-CITY", None, True),
        ("T-CITY", NEXT_STREET, False),
        ("T-BUILD", STREET, False),
    ):
        who = Actor(Role.UNIT, "unit", frozenset({STREET}), unit, division)
        assert sees(world, who, code) is seen, (unit, division)


def test_a_deputy_sees_the_station_s_and_what_is_claimed(world: World) -> None:
    here, there = world.file(LAMP, STREET), world.file(LAMP, NEXT_STREET)
    deputy, neighbour = world.deputy(), world.deputy("邻", NEXT_STREET)
    assert (sees(world, deputy, here), sees(world, deputy, there)) == (True, False)
    assert (sees(world, neighbour, here), sees(world, neighbour, there)) == (False, True)
    world.do(deputy, "claim", here)
    moved = Actor(Role.REPRESENTATIVE, "x", frozenset(), representative=deputy.representative)
    other = Actor(Role.REPRESENTATIVE, "x", frozenset(), representative=neighbour.representative)
    assert sees(world, moved, here)
    assert not sees(world, other, here)


def test_the_platform_sees_what_was_transferred_and_no_more(world: World) -> None:
    lamp, bus = world.file(LAMP), world.file(BUS)
    assert world.opinion(bus).state is OpinionState.TRANSFERRED
    assert (sees(world, PLATFORM, lamp), sees(world, PLATFORM, bus)) == (False, True)


def test_residents_see_nothing_unless_their_program_brought_it(world: World) -> None:
    code = world.file(LAMP)
    with world.database.transaction() as session:
        session.merge(world.opinion(code)).client = "浙里办"
    assert not sees(world, RESIDENT, code)
    assert sees(world, Actor(Role.RESIDENT, "x", client="浙里办"), code)
    assert not sees(world, Actor(Role.RESIDENT, "x", client="别的"), code)
    assert not sees(world, CLOCK, code)


@pytest.mark.parametrize("role", Role)
def test_a_desk_is_the_station_s_or_the_city_s(role: Role) -> None:
    assert Actor(role, "x").is_staff is (role in {Role.STAFF, Role.CITY})


def test_a_station_has_those_below_it_and_the_city_has_all(database: Database) -> None:
    with database.reading() as session:
        assert actor.below(session, STREET) == {STREET}
        district = actor.below(session, DISTRICT)
        assert district
        assert {DISTRICT, STREET, NEXT_STREET} <= district
        assert {code[:6] for code in district} == {DISTRICT}
        assert actor.below(session, "330100") is None
        assert actor.below(session, "none") == {"none"}


def account(role: Role, **more: object) -> Account:
    return Account(name="小陈", role=role, made_at=NOW, **more)


def test_somebody_is_who_the_account_says(world: World) -> None:
    deputy = world.deputy()
    here = frozenset({STREET})
    with world.database.reading() as session:
        for given, expected in (
            (account(Role.STAFF, station_code=STREET), Actor(Role.STAFF, "staff:小陈", here)),
            (account(Role.CITY), Actor(Role.CITY, "city:小陈", None)),
            (account(Role.PLATFORM), Actor(Role.PLATFORM, "platform:小陈", None)),
            (
                account(Role.UNIT, unit_code="T-CITY", station_code=STREET),
                Actor(Role.UNIT, "unit:小陈", frozenset(), "T-CITY", STREET),
            ),
            (
                account(Role.RESIDENT, station_code=STREET),
                Actor(Role.RESIDENT, "resident:小陈", client="小陈"),
            ),
            (account(Role.REPRESENTATIVE, representative_id=deputy.representative), deputy),
            (
                account(Role.REPRESENTATIVE, representative_id=99),
                Actor(Role.RESIDENT, "representative:小陈"),
            ),
        ):
            assert actor.of_account(session, given) == expected
    assert deputy.trace == f"representative:{deputy.representative}"
    assert deputy.stations == here
