"""Reading the reference tables: ours, or a station's own copy under its home."""

import csv
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TypeVar

OURS = Path(__file__).parent
T = TypeVar("T")


class TableError(ValueError):
    """A line of a reference table that cannot be used; the message names both."""


class _Own:
    """The station's own tables, and how to forget what was made of the tables before."""

    folder: Path | None = None
    forget: list[Callable[[], None]] = []  # noqa: RUF012 - one for the process, as the tables are


def use(folder: Path) -> None:
    """Where the station's own tables lie, if it has any: told by whoever opens an installation,
    before anything is read."""
    before = _Own.folder
    _Own.folder = folder
    if before != folder and any(_has_tables(each) for each in (before, folder)):
        for forget in _Own.forget:
            forget()


def once(read: Callable[[], T]) -> Callable[[], T]:
    """Keeps what a function makes of tables, until `use` names others."""
    kept = cache(read)
    _Own.forget.append(kept.cache_clear)
    return kept


def _has_tables(folder: Path | None) -> bool:
    return folder is not None and any(folder.glob("*.csv"))


def path(name: str) -> Path:
    """Where a table lies: in the station's folder if it has edited a copy."""
    own = _Own.folder / name if _Own.folder else None
    return own if own and own.is_file() else OURS / name


def rows(name: str) -> list[dict[str, str]]:
    """The lines of a table by column. Raises TableError for what is no table in UTF-8."""
    return _lines(path(name))


def shipped(name: str) -> list[dict[str, str]]:
    """The same of a table that a station has no copy of: what is trained on, or published."""
    return _lines(OURS / name)


def _lines(file: Path) -> list[dict[str, str]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as opened:
            return [
                {key: value or "" for key, value in row.items()} for row in csv.DictReader(opened)
            ]
    except (UnicodeDecodeError, csv.Error) as error:
        raise TableError(f"{file}: {error}") from error
