"""Reading the reference tables: ours, or a station's own copy under its home."""

import csv
import os
from pathlib import Path

OURS = Path(__file__).parent / "matter"
OWN = "reference"
HOME = "XIAOQING_HOME"
"""As in data.settings, which takes longer to import than all tables take to read."""


class TableError(ValueError):
    """A line of a reference table that cannot be used; the message names both."""


def path(name: str) -> Path:
    """Where a table lies: `reference/` under XIAOQING_HOME if the station has edited a copy."""
    own = Path(os.environ.get(HOME, "var")) / OWN / name
    return own if own.is_file() else OURS / name


def rows(name: str) -> list[dict[str, str]]:
    """The lines of a table by column. Raises TableError for what is no table in UTF-8."""
    try:
        with path(name).open(encoding="utf-8-sig", newline="") as file:
            return [
                {key: value or "" for key, value in row.items()} for row in csv.DictReader(file)
            ]
    except (UnicodeDecodeError, csv.Error) as error:
        raise TableError(f"{path(name)}: {error}") from error
