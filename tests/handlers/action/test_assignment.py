"""Which way an opinion goes: whose unit, of which division, at which station."""

from dataclasses import replace

import pytest

from data.record.opinion import Opinion, OpinionState
from data.reference.matter import jurisdictions
from data.reference.place.divisions import CITY as CITY_CODE
from data.settings import Settings
from handlers.action import assignment
from handlers.action.assignment import Assignment
from handlers.action.context import ActionContext
from handlers.opinion import proposal
from handlers.opinion.actor import CLOCK
from handlers.opinion.errors import MissingError
from handlers.opinion.proposal import Proposal
from nlu.understanding import Jurisdiction, Level, Place
from tests.support.loop import (
    BUS,
    DISTRICT,
    LAMP,
    NEXT_STREET,
    RESIDENT,
    STAFF,
    STREET,
    UNSURE,
    World,
    by_code,
)

TOWN, COUNTY_UNIT, CITY_UNIT = (jurisdictions.units()[c] for c in ("T-CITY", "C-EDU", "M-BUS"))
DUTY = Jurisdiction(Level.TOWNSHIP, TOWN.name, None, 0.9, ("说了路灯", "在街道"))
PLACE = Place(STREET, "清波街道", "street", "上城区", "清波街道", None, "清波", "exact", 1.0)


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


@pytest.mark.parametrize(
    ("unit", "division", "name"),
    [
        (TOWN, STREET, "清波街道城市管理科"),
        (COUNTY_UNIT, DISTRICT, "上城区教育局"),
        (CITY_UNIT, CITY_CODE, "市公共交通集团"),
        (TOWN, None, "街道（镇）城市管理科"),
    ],
)
def test_a_unit_is_called_as_it_is_called_there(
    unit: jurisdictions.UnitEntry, division: str | None, name: str
) -> None:
    assert Assignment(unit, division).name == name


def test_a_unit_is_of_where_the_matter_is_or_else_of_the_station() -> None:
    at = Opinion(place_code=STREET, station_code=NEXT_STREET)
    nowhere = Opinion(station_code=NEXT_STREET)
    for opinion, unit, division in (
        (at, "T-CITY", STREET),
        (at, "C-EDU", DISTRICT),
        (at, "M-BUS", CITY_CODE),
        (nowhere, "T-CITY", NEXT_STREET),
        (Opinion(place_code=DISTRICT, station_code=NEXT_STREET), "T-CITY", NEXT_STREET),
        (Opinion(place_code=DISTRICT), "T-CITY", None),
        (Opinion(place_code="x"), "C-EDU", None),
    ):
        assert assignment.assignment(opinion, unit).division == division, (opinion, unit)
    assert assignment.assignment(at, "T-CITY", NEXT_STREET).division == NEXT_STREET
    assert assignment.assignment(Opinion(unit_code="C-EDU"), None).unit == COUNTY_UNIT


@pytest.mark.parametrize(
    ("unit", "division", "field"),
    [("X", None, "unit"), (None, None, "unit"), ("T-CITY", "1", "division")],
)
def test_what_there_is_not_is_named(unit: str | None, division: str | None, field: str) -> None:
    with pytest.raises(MissingError) as missing:
        assignment.assignment(Opinion(), unit, division)
    assert missing.value.field == field


@pytest.mark.parametrize(
    ("place", "station", "home"),
    [
        (STREET, NEXT_STREET, NEXT_STREET),
        (STREET, None, STREET),
        (STREET, "x", STREET),
        (DISTRICT, None, DISTRICT),
        (None, None, CITY_CODE),
        ("x", "y", CITY_CODE),
        (None, DISTRICT, DISTRICT),
    ],
)
def test_whoever_receives_it_first_answers_for_it(
    world: World, place: str | None, station: str | None, home: str
) -> None:
    with world.database.reading() as session:
        acting = ActionContext(session, RESIDENT, world.now)
        assert assignment.home(acting, place, station) == home


def route(world: World, proposed: Proposal, **fields: object) -> Opinion:
    """Where a new opinion goes by this proposal."""
    code = world.file(UNSURE)
    with world.database.transaction() as session:
        opinion = by_code(session, code)
        for name, value in fields.items():
            setattr(opinion, name, value)
        assignment.route(ActionContext(session, RESIDENT, world.now), opinion, proposed)
    return world.opinion(code)


def test_what_is_sure_goes_and_the_reasons_go_with_it(world: World) -> None:
    filed = route(world, Proposal(duties=(DUTY,), sure=True))
    assert (filed.state, filed.unit_code) == (OpinionState.ASSIGNED, "T-CITY")
    assert filed.level == "township"
    event = world.events(filed.code)[-1]
    assert (event.actor, event.words_staff) == (CLOCK.trace, "说了路灯；在街道")
    assert proposal.load(filed.proposal).duties == (DUTY,)


@pytest.mark.parametrize("unit", [COUNTY_UNIT, CITY_UNIT])
def test_what_is_for_others_above_goes_to_the_platform(
    world: World, unit: jurisdictions.UnitEntry
) -> None:
    duty = replace(DUTY, unit=unit.name, level=Level(unit.level))
    filed = route(world, Proposal(duties=(duty,), sure=True))
    assert (filed.state, filed.unit_code) == (OpinionState.TRANSFERRED, unit.code)
    assert world.events(filed.code)[-1].words_staff == "说了路灯；在街道"


@pytest.mark.parametrize(
    ("proposed", "fields"),
    [
        (Proposal(duties=(DUTY,), sure=False), {}),
        (Proposal(duties=(), sure=True), {}),
        (Proposal(duties=(replace(DUTY, unit="没有这个科"),), sure=True), {}),
        (Proposal(duties=(replace(DUTY, unit=None),), sure=True), {}),
        (Proposal(duties=(replace(DUTY, level=Level.GENERAL),), sure=True), {}),
        (Proposal(duties=(DUTY,), places=(PLACE, PLACE), sure=True), {}),
        (Proposal(duties=(DUTY,), sure=True), {"station_code": None}),
    ],
)
def test_what_is_not_sure_waits_at_the_desk(
    world: World, proposed: Proposal, fields: dict[str, object]
) -> None:
    filed = route(world, proposed, **fields)
    assert (filed.state, filed.unit_code) == (OpinionState.RECEIVED, None)
    assert proposal.load(filed.proposal) == proposed


def test_a_place_that_is_known_well_enough_does_not_hold_it_up(world: World) -> None:
    proposed = Proposal(duties=(DUTY,), places=(PLACE, PLACE), sure=True)
    assert route(world, proposed, place_code=STREET).state is OpinionState.ASSIGNED


def test_the_unit_hears_it_and_deputies_are_offered_it(world: World) -> None:
    deputy, code = world.deputy(), world.file(UNSURE)
    world.do(STAFF, "assign", code, unit="T-BUILD", note="看一下")
    assert world.events(code)[-1].words_staff == "看一下"
    assert world.events(code)[-1].words_resident == "已经交给清波街道城市建设科去办了。"
    assert "新交办" in world.notices(code, "unit")[-1].words
    assert world.notices(code, "unit")[-1].address == f"T-BUILD@{STREET}"
    assert world.notices(code, "representative")[-1].address == str(deputy.representative)


def test_what_is_passed_on_is_never_the_township_s(world: World) -> None:
    lamp, bus, deputy = world.file(LAMP), world.file(BUS), world.deputy()
    assert world.opinion(bus).level == "city"
    world.do(deputy, "claim", lamp)
    world.do(STAFF, "transfer", lamp, note="要供电公司")
    filed = world.opinion(lamp)
    assert (filed.level, filed.limit, filed.unit_code) == ("county", "complex", "T-CITY")
    assert filed.representative_id is None
    event = world.events(lamp)[-1]
    assert event.words_staff == "要供电公司"
    assert "区里、市里的部门" in (event.words_resident or "")
    assert {n.audience for n in world.notices(lamp)[-2:]} == {"platform", "unit"}


@pytest.mark.parametrize(("unit", "level"), [("C-EDU", "county"), ("M-BUS", "city")])
def test_passed_on_to_a_unit_it_is_of_that_level(world: World, unit: str, level: str) -> None:
    code = world.file(LAMP)
    world.do(STAFF, "transfer", code, unit=unit)
    assert (world.opinion(code).unit_code, world.opinion(code).level) == (unit, level)
