"""Databases of earlier releases, on both databases: filled there, and brought up to this one."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlmodel import Session, col, select

from data.column import Seal
from data.database import Database
from data.record.account import Role
from data.record.handoff import Handoff
from data.record.notice import Notice
from data.record.opinion import Opinion, OpinionEvent
from data.record.tables import METADATA
from handlers.action import escalation
from handlers.desk import handoff, queues
from handlers.opinion.actor import Actor
from handlers.opinion.deadline import LATE, REMINDED
from tests.support.loop import STAFF, STREET

FILED = datetime(2025, 3, 5, 2, 30, tzinfo=UTC)
CITY = Actor(Role.CITY, "city:市里", None)
MATTERS = {
    "received": ("路灯坏了", "township", "general"),
    "assigned": ("河道要清淤", "city", "complex"),
    "handling": ("小区停水两天了", "township", "supply"),
    "suggested": ("要一部养犬条例", "general", "suggestion"),
    "answered": ("路灯坏了", "township", "evaluation"),
    "evaluated": ("路灯坏了", "township", "closing"),
    "closed": ("路灯坏了", "township", None),
    "withdrawn": ("路灯坏了", "township", None),
}
Rows = Callable[..., None]


def sealed(words: str) -> str:
    return Seal.fernet().encrypt(words.encode()).decode()


def stored(moment: datetime) -> str:
    """As SQLite's driver writes a moment."""
    return moment.replace(tzinfo=None).isoformat(" ", "microseconds")


def insert(session: Session, table: str, **values: object) -> None:
    names = ", ".join(values)
    places = ", ".join(f":{name}" for name in values)
    session.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)


def fill_the_first(database: Database) -> None:
    """What the release of 0001 left: two talks, one of which waits for a person, and matters."""
    filed = stored(FILED)
    with database.transaction() as session:
        for number, wanted in ((1, filed), (2, None)):
            insert(
                session,
                "conversation",
                id=f"c-{number}",
                door="kiosk",
                sender=f"s-{number}",
                station_code=STREET,
                state=sealed("{}"),
                person_wanted_at=wanted,
                started_at=filed,
                touched_at=filed,
            )
        for number, (state, (matter, level, _)) in enumerate(MATTERS.items(), 1):
            insert(
                session,
                "opinion",
                id=number,
                code=f"1000000{number}",
                state=state,
                conversation_id="c-1",
                station_code=STREET,
                words=sealed(matter),
                matter=matter,
                level=level,
                filed_at=filed,
            )


@pytest.fixture
def first(database: Database) -> Database:
    """An installation of the first release, with matters in it."""
    database.migrate("0001", down=True)
    fill_the_first(database)
    return database


def all_of(database: Database) -> dict[str, Opinion]:
    with database.reading() as session:
        return {each.state.value: each for each in session.exec(select(Opinion)).all()}


def test_the_clocks_of_the_first_release_s_matters_run(first: Database) -> None:
    before = datetime.now(UTC)
    first.migrate()
    for state, (_, _, limit) in MATTERS.items():
        found = all_of(first)[state]
        assert found.limit == limit, state
        assert (found.due_at is None) == (found.tick_at is None) == (limit is None), state
        if found.due_at and found.tick_at:
            assert found.due_at > before, "nothing is late at once"
            assert before - timedelta(seconds=1) <= found.tick_at <= found.due_at
            assert found.lateness == 0
    with first.reading() as session:
        shown = {each.state.value for each in queues.due(session, STAFF)}
    assert shown == {"received", "assigned", "handling", "suggested"}


def test_an_upgrade_brings_no_flood_and_the_clock_reminds_later(first: Database) -> None:
    first.migrate()
    now = datetime.now(UTC) + timedelta(minutes=1)
    escalation.go_round(first, now)
    with first.reading() as session:
        assert session.exec(select(OpinionEvent)).all() == []
        assert session.exec(select(Notice)).all() == []
    due = all_of(first)["received"].due_at
    assert due
    escalation.go_round(first, due - timedelta(minutes=1))
    assert all_of(first)["received"].lateness == REMINDED
    escalation.go_round(first, due + timedelta(minutes=1))
    assert all_of(first)["received"].lateness == LATE


def test_a_clock_that_runs_or_waits_is_left_alone(database: Database) -> None:
    database.migrate("0007", down=True)
    due = datetime(2026, 3, 16, 16, tzinfo=UTC)
    with database.transaction() as session:
        session.execute(
            text(
                "INSERT INTO conversation (id, door, sender, state, started_at, touched_at)"
                " VALUES ('c', 'kiosk', 's', 'x', '2026-03-05 02:30:00', '2026-03-05 02:30:00')"
            )
        )
        for number, (due_at, waiting) in enumerate([(due, None), (None, FILED)], 1):
            insert(
                session,
                "opinion",
                code=f"1000000{number}",
                state="handling",
                conversation_id="c",
                words=sealed("路灯坏了"),
                matter="路灯坏了",
                version=0,
                lateness=0,
                urged=0,
                reopened=0,
                due_at=due_at and stored(due_at),
                waiting_since=waiting and stored(waiting),
                filed_at=stored(FILED),
            )
    database.migrate()
    with database.reading() as session:
        one, two = session.exec(select(Opinion).order_by(col(Opinion.id))).all()
    assert (one.due_at, one.tick_at) == (due, None)
    assert (two.due_at, two.tick_at) == (None, None)


def test_who_waited_for_a_person_is_in_the_queue(first: Database) -> None:
    first.migrate()
    with first.reading() as session:
        (found,) = session.exec(select(Handoff)).all()
        assert (found.conversation_id, found.station_code) == ("c-1", STREET)
        assert (found.at, found.ended_at) == (FILED, None)
        (shown,) = handoff.waiting(session, STAFF)
    assert len(shown.filed) == len(MATTERS)
    first.migrate("0006", down=True)
    with first.reading() as session:
        rows = session.execute(text("SELECT id, person_wanted_at FROM conversation ORDER BY id"))
        assert [bool(wanted) for _, wanted in rows] == [True, False]


def test_down_and_up_again_makes_the_same_tables(first: Database) -> None:
    first.migrate()
    first.migrate("0001", down=True)
    first.migrate()
    with first.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
    assert set(all_of(first)) == set(MATTERS)


def test_an_answer_stands_in_the_history_and_goes_back_to_its_table(first: Database) -> None:
    first.migrate()
    with first.transaction() as session:
        insert(
            session,
            "opinion_event",
            opinion_id=5,
            at=FILED.replace(tzinfo=None).isoformat(" ", "microseconds"),
            actor="unit:城管科",
            action="answer",
            state_to="answered",
            words_staff=sealed("换了新灯"),
        )
    first.migrate("0006", down=True)
    with first.reading() as session:
        (words,) = session.execute(text("SELECT words FROM answer")).scalars()
    assert Seal.fernet().decrypt(words.encode()).decode() == "换了新灯"
    first.migrate()
    with first.reading() as session:
        assert session.exec(select(OpinionEvent)).one().words_staff == "换了新灯"
