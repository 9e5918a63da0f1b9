"""A table that staff made with a spreadsheet: CSV in UTF-8 or GB18030, its columns by name."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

ENCODINGS = ("utf-8-sig", "gb18030")
"""GB18030 is what Chinese spreadsheets save as CSV where nobody says otherwise (GB 18030-2022)."""
LONGEST_CELL = 1_000_000
_SEPARATORS = ",\t;，"


class Reason(StrEnum):
    """Why a table or a line of it cannot be used."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    ENCODING = "encoding"
    EMPTY = "empty"
    COLUMNS = "columns"
    CELLS = "cells"
    BLANK = "blank"
    BAD_NAME = "bad_name"
    TOO_FEW = "too_few"
    UNKNOWN_TOPIC = "unknown_topic"
    UNKNOWN_PLACE = "unknown_place"
    UNKNOWN_KIND = "unknown_kind"
    UNSURE_PLACE = "unsure_place"
    CONTRADICTION = "contradiction"


@dataclass(frozen=True, slots=True)
class SheetFault:
    """What is wrong, in which line of the file (1 is the first; None is the file as a whole)."""

    reason: Reason
    line: int | None = None
    what: str = ""


class SheetError(ValueError):
    """A table that cannot be used, with all that is wrong in it."""

    def __init__(self, *faults: SheetFault) -> None:
        super().__init__("; ".join(f"line {f.line}: {f.reason} {f.what}" for f in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line: its number in the file, and its cells by column, blanks around them taken off."""

    line: int
    cells: dict[str, str]


def read(
    path: Path,
    columns: Sequence[str],
    others: Iterable[str] = (),
    called: Mapping[str, str] | None = None,
) -> list[SheetRow]:
    """The rows of a table that has all of `columns`; missing `others` read as empty.

    `called` are other names of columns: 街道 is street. Raises SheetError.
    """
    text = _text(path)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    csv.field_size_limit(LONGEST_CELL)
    try:
        header = [name.strip().lower() for name in next(lines, [])]
        header = [(called or {}).get(name, name) for name in header]
        missing = [name for name in columns if name not in header]
        if missing:
            raise SheetError(SheetFault(Reason.COLUMNS, 1, "、".join(missing)))
        rows = list(_rows(lines, header, others))
    except csv.Error as error:
        raise SheetError(SheetFault(Reason.UNREADABLE, lines.line_num, str(error))) from error
    faults = [SheetFault(Reason.CELLS, row.line) for row in rows if not row.cells]
    faults += [
        SheetFault(Reason.BLANK, row.line, name)
        for row in rows
        for name in columns
        if row.cells and not row.cells[name]
    ]
    if faults:
        raise SheetError(*sorted(faults, key=lambda fault: fault.line or 0))
    if not rows:
        raise SheetError(SheetFault(Reason.EMPTY))
    return rows


def _rows(
    lines: Iterable[list[str]], header: list[str], others: Iterable[str]
) -> Iterable[SheetRow]:
    """Rows with their numbers; one whose cells do not fit the header comes without cells."""
    number = 2
    blank = dict.fromkeys(others, "")
    for cells in lines:
        line, number = number, getattr(lines, "line_num", number) + 1
        if not any(cell.strip() for cell in cells):
            continue
        fits = len(cells) >= len(header) and not any(cells[len(header) :])
        named = dict(zip(header, (cell.strip() for cell in cells), strict=False)) if fits else {}
        yield SheetRow(line, {**blank, **named} if fits else {})


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise SheetError(SheetFault(Reason.MISSING, what=str(path))) from error
    except OSError as error:
        raise SheetError(SheetFault(Reason.UNREADABLE, what=str(error))) from error
    if not content.strip():
        raise SheetError(SheetFault(Reason.EMPTY))
    if b"\0" in content:
        raise SheetError(SheetFault(Reason.ENCODING))
    for encoding in ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise SheetError(SheetFault(Reason.ENCODING))


def _separator(text: str) -> str:
    """The likeliest separator of the header: most files have commas, some tabs."""
    header = text.split("\n", 1)[0]
    return max(_SEPARATORS, key=lambda mark: (header.count(mark), -_SEPARATORS.index(mark)))
