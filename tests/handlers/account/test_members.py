"""The roster: whose stations, who belongs to them, and what a deputy did."""

from datetime import UTC, datetime

import pytest
from sqlmodel import select

from data.database import Database
from data.record.account import Account, Role
from data.record.station import Representative, StationLevel
from data.settings import Settings
from handlers.account import accounts, members
from handlers.account.accounts import Post
from handlers.opinion.errors import MissingError
from tests.support.loop import CITY, COUNTY, DISTRICT, NEXT_STREET, STAFF, STREET, World

MORNING = datetime(2026, 3, 5, 0, 30, tzinfo=UTC)


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


def test_staff_see_their_stations_from_the_city_down(database: Database) -> None:
    with database.reading() as session:
        assert [each.code for each in members.stations(session, STAFF)] == [STREET]
        assert [each.code for each in members.stations(session, COUNTY)] == [
            DISTRICT,
            STREET,
            NEXT_STREET,
        ]
        levels = [each.level for each in members.stations(session, CITY)]
    order = list(StationLevel)
    assert levels[0] is StationLevel.CITY
    assert levels == sorted(levels, key=order.index)
    assert set(levels) >= {StationLevel.CITY, StationLevel.COUNTY, StationLevel.CENTRE}


def test_a_new_deputy_gets_the_next_code_of_the_station(database: Database) -> None:
    with database.transaction() as session:
        form = {"name": " 王代表 ", "phone": "13588123456", "grid": STREET}
        first = members.add_deputy(session, STREET, form)
        second = members.add_deputy(session, STREET, {"name": "李" * 50, "grid": "", "phone": ""})
        elsewhere = members.add_deputy(session, NEXT_STREET, {"name": "赵代表"})
        assert [first.code, second.code] == [f"{STREET}-1", f"{STREET}-2"]
        assert (first.name, first.phone, first.grid) == ("王代表", "13588123456", STREET)
        assert (second.name, second.phone, second.grid) == ("李" * 40, None, None)
        assert elsewhere.code == f"{NEXT_STREET}-1"
        assert members.deputies(session, STREET) == [first, second]


@pytest.mark.parametrize(
    ("station", "form", "field"),
    [
        (STREET, {}, "name"),
        (STREET, {"name": "  "}, "name"),
        (STREET, {"name": "王代表", "grid": "1"}, "grid"),
        ("330102999", {"name": "王代表"}, "station"),
    ],
)
def test_a_deputy_who_cannot_be_added_says_why(
    database: Database, station: str, form: dict[str, str], field: str
) -> None:
    with pytest.raises(MissingError, match=field), database.transaction() as session:
        members.add_deputy(session, station, form)
    with database.reading() as session:
        assert session.exec(select(Representative)).all() == []


def test_who_can_sign_in_at_a_station(database: Database) -> None:
    with database.transaction() as session:
        for name, station in (("小陈", STREET), ("小林", NEXT_STREET), ("小周", STREET)):
            post = Post(Role.STAFF, station)
            accounts.add_person(session, name, post, "correct horse battery", MORNING)
        accounts.add_token(session, "大屏", Post(Role.STAFF, STREET), MORNING)
    with database.transaction() as session:
        found = members.accounts(session, STREET)
        assert [each.name for each in found] == ["小陈", "小周", "大屏"]
        session.exec(select(Account).where(Account.name == "小陈")).one().active = False
        session.flush()
        assert [each.name for each in members.accounts(session, STREET)] == ["小周", "大屏"]


def test_the_ledger_counts_what_a_deputy_did_and_nobody_else(world: World) -> None:
    deputy, other = world.deputy(), world.deputy("李代表")
    for ends, form in (
        ("answer", {"words": "换了新灯"}),
        ("release", {"reason": "不归我管"}),
        (None, {}),
    ):
        code = world.file()
        world.do(deputy, "claim", code)
        world.do(deputy, "progress", code, words="去看过了")
        if ends:
            world.do(deputy, ends, code, **form)
    with world.database.reading() as session:
        own = members.ledger(session, session.get_one(Representative, deputy.representative))
        none = members.ledger(session, session.get_one(Representative, other.representative))
    assert own.steps == {"claim": 3, "progress": 3, "answer": 1, "release": 1}
    assert own.claims == {"answer": 1, "release": 1, "open": 1}
    assert (none.steps, none.claims) == ({}, {})
