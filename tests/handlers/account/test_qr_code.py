"""Codes on doors: one that holds, none that somebody else made."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session

from data.database import Database
from data.record.code import Code, CodeKind
from data.record.station import Representative
from handlers.account import qr_code
from tests.support.loop import NEXT_STREET, STREET

MORNING = datetime(2026, 3, 5, 0, 30, tzinfo=UTC)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.transaction() as opened:
        yield opened


@pytest.fixture
def deputy(session: Session) -> Representative:
    person = Representative(code="R1", name="王代表", station_code=STREET)
    session.add(person)
    session.flush()
    return person


def test_a_station_has_one_code_and_each_deputy_another(
    session: Session, deputy: Representative
) -> None:
    station = qr_code.standing(session, STREET, None, MORNING)
    own = qr_code.standing(session, STREET, deputy, MORNING)
    other = qr_code.standing(session, NEXT_STREET, None, MORNING)
    second = Representative(code="R2", name="李代表", station_code=STREET)
    session.add(second)
    session.flush()
    hers = qr_code.standing(session, STREET, second, MORNING)
    assert len({station.id, own.id, other.id, hers.id}) == 4
    assert (station.kind, own.kind) == (CodeKind.STATION, CodeKind.REPRESENTATIVE)
    later = MORNING + timedelta(days=1)
    assert qr_code.standing(session, STREET, None, later) is station
    assert qr_code.standing(session, STREET, deputy, later) is own


def test_what_was_printed_is_read_back_and_fits_a_deep_link(
    session: Session, deputy: Representative
) -> None:
    for person in (None, deputy):
        code = qr_code.standing(session, STREET, person, MORNING)
        printed = qr_code.token(code)
        assert qr_code.read(session, printed) is code
    highest = Code(id=2**31, kind=CodeKind.REPRESENTATIVE, station_code=STREET, made_at=MORNING)
    assert len(qr_code.token(highest)) <= 64, "the longest that Telegram takes"


def test_nobody_makes_a_code_of_another(session: Session, deputy: Representative) -> None:
    qr_code.standing(session, STREET, None, MORNING)
    printed = qr_code.token(qr_code.standing(session, STREET, deputy, MORNING))
    kind, number, signed = printed.split("_", 2)
    station = qr_code.token(qr_code.standing(session, STREET, None, MORNING))
    for forged in (
        f"{kind}_{int(number) - 1}_{signed}",
        f"st_{number}_{signed}",
        f"rep_{station.partition('_')[2]}",
        f"{kind}_{number}_",
        printed[:-1] + ("A" if printed[-1] != "A" else "B"),
    ):
        assert qr_code.read(session, forged) is None, forged


@pytest.mark.parametrize("text", ["", "st", "st__", "st_\u0661_x", "st_-1_x", "st_9999999999999_x"])
def test_rubbish_is_no_code(session: Session, text: str) -> None:
    assert qr_code.read(session, text) is None


def test_a_signed_number_that_was_never_given_is_no_code(session: Session) -> None:
    code = qr_code.standing(session, STREET, None, MORNING)
    printed = qr_code.token(code)
    session.delete(code)
    session.flush()
    assert qr_code.read(session, printed) is None


def test_a_revoked_code_ends_and_a_new_one_takes_its_place(session: Session) -> None:
    old = qr_code.standing(session, STREET, None, MORNING)
    printed = qr_code.token(old)
    for hours in (1, 2):
        qr_code.revoke(old, MORNING + timedelta(hours=hours))
    assert old.revoked_at == MORNING + timedelta(hours=1), "the first time counts"
    assert qr_code.read(session, printed) is None
    assert qr_code.since(session, STREET) == {}
    new = qr_code.standing(session, STREET, None, MORNING + timedelta(hours=3))
    assert qr_code.token(new) != printed
    assert qr_code.since(session, STREET) == {None: MORNING + timedelta(hours=3)}


def test_since_when_each_code_of_a_station_holds(session: Session, deputy: Representative) -> None:
    qr_code.standing(session, NEXT_STREET, None, MORNING)
    qr_code.standing(session, STREET, deputy, MORNING + timedelta(hours=1))
    assert qr_code.since(session, STREET) == {deputy.id: MORNING + timedelta(hours=1)}
