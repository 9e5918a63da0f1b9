"""The database on the real SQLite: migrations, WAL, one writer, and events that stay."""

import sqlite3
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.exc import IntegrityError
from sqlmodel import select, text

from data.database import Database, open_database
from data.record.conversation import Channel, Conversation
from data.record.opinion import Opinion, OpinionEvent, OpinionState
from data.record.tables import METADATA
from data.settings import Settings

NOW = datetime(2026, 3, 5, 9, 30, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path)


@pytest.fixture
def database(settings: Settings) -> Database:
    return open_database(settings)


def talk(sender: str = "s") -> Conversation:
    return Conversation(
        id=f"c-{sender}",
        channel=Channel.REST,
        sender=sender,
        state="{}",
        started_at=NOW,
        touched_at=NOW,
    )


def opinion(code: str = "37265849") -> Opinion:
    return Opinion(
        code=code,
        state=OpinionState.RECEIVED,
        channel=Channel.REST,
        conversation_id="c-s",
        words="我叫王秀英，电话13588123456，路灯坏了",
        matter="路灯坏了",
        filed_at=NOW,
    )


def test_the_migrations_make_just_what_the_tables_say(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []


def test_migrating_again_changes_nothing(settings: Settings, database: Database) -> None:
    with database.transaction() as session:
        session.add(talk())
    again = open_database(settings)
    with again.reading() as session:
        assert session.exec(select(Conversation)).one().started_at == NOW


def test_sqlite_writes_ahead(database: Database) -> None:
    with database.reading() as session:
        assert session.connection().exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert session.connection().exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert session.connection().exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_an_error_takes_the_whole_transaction_back(database: Database) -> None:
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add_all([talk(), talk()])
    with database.reading() as session:
        assert session.exec(select(Conversation)).all() == []


def test_personal_data_is_unreadable_at_rest(settings: Settings, database: Database) -> None:
    with database.transaction() as session:
        session.add(talk())
        session.flush()
        session.add(opinion())
    plain = sqlite3.connect(settings.home / "xiaoqing.db").execute("SELECT * FROM opinion")
    row = " ".join(str(value) for value in plain.fetchone())
    assert "13588123456" not in row
    assert "王秀英" not in row
    with database.reading() as session:
        assert "13588123456" in session.exec(select(Opinion)).one().words
    assert (settings.home / "personal-data.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("sql", ["UPDATE opinion_event SET actor='x'", "DELETE FROM opinion_event"])
def test_events_are_only_ever_added(database: Database, sql: str) -> None:
    with database.transaction() as session:
        session.add(talk())
        session.flush()
        filed = opinion()
        session.add(filed)
        session.flush()
        session.add(
            OpinionEvent(
                opinion_id=filed.id or 0,
                at=NOW,
                actor="resident",
                action="file",
                state_to=OpinionState.RECEIVED,
            )
        )
    with pytest.raises(IntegrityError, match="only ever added"), database.transaction() as session:
        session.exec(text(sql))  # type: ignore[call-overload]
    with database.reading() as session:
        assert session.exec(select(OpinionEvent)).one().actor == "resident"


def test_many_writers_wait_for_each_other(database: Database) -> None:
    def write(number: int) -> None:
        for turn in range(10):
            with database.transaction() as session:
                session.exec(select(Conversation)).all()
                session.add(talk(f"{number}-{turn}"))

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert len(session.exec(select(Conversation)).all()) == 80


def test_a_moment_without_a_zone_is_refused(database: Database) -> None:
    naive = talk()
    naive.started_at = datetime(2026, 3, 5)  # noqa: DTZ001 - the fault under test
    with pytest.raises(Exception, match="time zone"), database.transaction() as session:
        session.add(naive)
