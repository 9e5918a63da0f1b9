"""Signing in: how long it lasts, and how often somebody may guess. The numbers are DESIGN's."""

from datetime import UTC, datetime, timedelta

import pytest

from data.database import Database
from data.record.account import Account, Role, SignIn
from data.settings import Settings
from handlers.account import accounts
from handlers.account.accounts import AccountError, Post

MORNING = datetime(2026, 3, 5, 0, 30, tzinfo=UTC)
PASSWORD = "correct horse battery"
CITY = Post(Role.CITY)


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


@pytest.fixture
def person(database: Database) -> str:
    with database.transaction() as session:
        accounts.add_person(session, "小陈", CITY, PASSWORD, MORNING)
    return "小陈"


def enter(
    database: Database, name: str, password: str = PASSWORD, after: timedelta = timedelta()
) -> str | None:
    """The cookie of somebody who tries to sign in."""
    with database.transaction() as session:
        found = accounts.enter(session, name, password, MORNING + after)
    return found[0] if found else None


def is_in(database: Database, cookie: str, **after: float) -> bool:
    with database.transaction() as session:
        return accounts.entered(session, cookie, MORNING + timedelta(**after)) is not None


def test_nobody_stays_signed_in_for_more_than_twelve_hours(database: Database, person: str) -> None:
    cookie = enter(database, person)
    assert cookie
    for hour in range(1, 13):
        assert is_in(database, cookie, hours=hour), f"after {hour} hours of work"
    assert not is_in(database, cookie, hours=12, seconds=1)


def test_two_idle_hours_end_it(database: Database, person: str) -> None:
    cookie = enter(database, person)
    assert cookie
    assert is_in(database, cookie, hours=2)
    assert is_in(database, cookie, hours=4)
    assert not is_in(database, cookie, hours=6, seconds=1)


def test_what_was_looked_at_within_a_minute_is_not_written_again(
    database: Database, person: str
) -> None:
    cookie = enter(database, person)
    assert cookie
    for after, seen in ((60, 0), (61, 61), (100, 61)):
        assert is_in(database, cookie, seconds=after)
        with database.reading() as session:
            found = session.get(SignIn, accounts._digest(cookie))
            assert found
            assert found.seen_at == MORNING + timedelta(seconds=seen)


def test_five_wrong_passwords_lock_the_account_for_a_quarter_of_an_hour(
    database: Database, person: str
) -> None:
    for _ in range(4):
        assert not enter(database, person, "wrong")
    assert enter(database, person), "four are forgiven"
    for _ in range(5):
        assert not enter(database, person, "wrong")
    assert not enter(database, person)
    assert not enter(database, person, after=timedelta(minutes=14, seconds=59))
    assert enter(database, person, after=timedelta(minutes=15))


def test_who_leaves_is_out_and_so_is_an_account_that_was_closed(
    database: Database, person: str
) -> None:
    left, closed = enter(database, person), enter(database, person)
    assert left
    assert closed
    with database.transaction() as session:
        accounts.leave(session, left)
    assert not is_in(database, left)
    assert is_in(database, closed)
    with database.transaction() as session:
        session.get_one(Account, 1).active = False
    assert not is_in(database, closed)
    assert not enter(database, person)


def test_a_token_is_kept_nowhere_and_ends_with_its_account(database: Database) -> None:
    with database.transaction() as session:
        token = accounts.add_token(session, "平台", Post(Role.PLATFORM), MORNING)
        account = accounts.by_token(session, token)
        assert account
        assert token not in account.model_dump_json()
        assert accounts.by_token(session, token + "x") is None
        account.active = False
        session.flush()
        assert accounts.by_token(session, token) is None


@pytest.mark.parametrize(
    ("name", "post", "password", "field"),
    [
        ("小陈", CITY, "短" * 9, "password"),
        ("  ", CITY, PASSWORD, "name"),
        ("长" * 41, CITY, PASSWORD, "name"),
        ("小\n陈", CITY, PASSWORD, "name"),
        ("小陈", Post(Role.STAFF), PASSWORD, "station"),
        ("小陈", Post(Role.STAFF, "330102999"), PASSWORD, "station"),
        ("小陈", Post(Role.UNIT, unit="X"), PASSWORD, "unit"),
        ("小陈", Post(Role.REPRESENTATIVE, representative="R1"), PASSWORD, "representative"),
    ],
)
def test_an_account_that_cannot_be_made_says_why(
    database: Database, name: str, post: Post, password: str, field: str
) -> None:
    with pytest.raises(AccountError) as error, database.transaction() as session:
        accounts.add_person(session, name, post, password, MORNING)
    assert error.value.field == field


def test_a_name_is_taken_once_and_ten_letters_are_a_password(database: Database) -> None:
    with database.transaction() as session:
        accounts.add_person(session, "名" * 40, CITY, "短" * 10, MORNING)
    with pytest.raises(AccountError, match="taken"), database.transaction() as session:
        accounts.add_person(session, f" {'名' * 40} ", CITY, PASSWORD, MORNING)
