"""The database: opened, migrated, and one transaction at a time for each caller."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from cryptography.fernet import Fernet
from sqlalchemy import Connection, Engine, event
from sqlmodel import Session, create_engine

from data import network
from data.column import Seal
from data.reference import table
from data.settings import Settings

MIGRATIONS = Path(__file__).parent / "migrations"


class Database:
    """One database. `transaction` commits as a whole or not at all.

    SQLite has a single writer, so writers of this process queue on a lock: waiting
    there is fair, whereas SQLite's own waiting sleeps and starves.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = _engine(url)
        self._writer: threading.Lock | None = (
            threading.Lock() if self.engine.dialect.name == "sqlite" else None
        )

    @property
    def single_writer(self) -> bool:
        """Whether only one transaction at a time can write."""
        return self._writer is not None

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session whose changes are committed at the end, or dropped on an error."""
        if self._writer is None:
            with Session(self.engine, expire_on_commit=False) as session, session.begin():
                yield session
            return
        with (
            self._writer,
            Session(self.engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session for looking things up; it takes no lock that a writer waits for."""
        with Session(self.engine.execution_options(reading=True)) as session:
            yield session

    def migrate(self, to: str = "head", *, down: bool = False) -> None:
        """Bring the tables up to this version of the program, or down to an earlier one's."""
        config = Config()
        config.set_main_option("script_location", str(MIGRATIONS))
        with self.engine.connect() as connection:
            config.attributes["connection"] = connection
            with _references_unchecked(connection):
                (command.downgrade if down else command.upgrade)(config, to)
                connection.commit()

    def close(self) -> None:
        """Let go of the connections."""
        self.engine.dispose()


def open_database(settings: Settings) -> Database:
    """The installation's database, migrated, with its stations in it and its key in use."""
    settings.home.mkdir(parents=True, exist_ok=True)
    table.use(settings.reference)
    Seal.use(_key(settings))
    database = Database(settings.url)
    database.migrate()
    with database.transaction() as session:
        network.prepare(session)
    return database


def _engine(url: str) -> Engine:
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver must not begin transactions by itself: _begin_sqlite says which kind.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        # FULL: a receipt that was shown survives a power cut, not only a crash.
        "synchronous = FULL",
        "foreign_keys = ON",
        "busy_timeout = 10000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@contextmanager
def _references_unchecked(connection: Connection) -> Iterator[None]:
    """SQLite changes a column by making its table anew, and dropping the old one would take its
    references for broken (https://sqlite.org/lang_altertable.html, the twelve steps)."""
    if connection.dialect.name != "sqlite":
        yield
        return
    cursor = connection.connection.cursor()
    cursor.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()


def _begin_sqlite(connection: Any) -> None:
    # A transaction that first reads and then writes cannot wait for another writer in
    # SQLite's deferred mode: it fails. So whoever may write takes the lock at once.
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _key(settings: Settings) -> bytes:
    if settings.key:
        return settings.key.encode()
    path = settings.home / "personal-data.key"
    if not path.exists():
        fresh = path.with_suffix(f".{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(Fernet.generate_key())
            file.flush()
            os.fsync(file.fileno())
        try:
            # A link never replaces: of two processes that start at once, one key wins.
            path.hardlink_to(fresh)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_bytes()
