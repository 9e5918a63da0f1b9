"""Dangers to life: the phrases they are told by, whom to call, and what to do now."""

from dataclasses import dataclass

from data.reference import table
from data.reference.table import TableError

GAP = "…"
"""Stands in a phrase for a few characters of the same clause: 电线…掉."""
COLUMNS = ("kind", "numbers", "phrases", "unless", "lasts", "advice")


@dataclass(frozen=True, slots=True)
class Danger:
    """One line of urgent.csv.

    `unless` are phrases that look alike and are none (煤气费). `lasts` says that what happened
    before may be a danger still: a wire that fell yesterday lies there, a fire of last year is out.
    """

    kind: str
    phrases: tuple[str, ...]
    unless: tuple[str, ...]
    lasts: bool
    numbers: tuple[str, ...]
    advice: str


@table.once
def dangers() -> tuple[Danger, ...]:
    """The dangers in order of rank, read once in a process. Raises TableError."""
    return tuple(_danger(line, row) for line, row in enumerate(table.rows("urgent.csv"), start=2))


def _danger(line: int, row: dict[str, str]) -> Danger:
    if missing := [name for name in COLUMNS if name not in row]:
        raise TableError(f"urgent.csv: no column {', '.join(missing)}")
    kind, phrases, advice = row["kind"], _parts(row["phrases"]), row["advice"].strip()
    numbers = _parts(row["numbers"])
    if not (kind and phrases and advice) or row["lasts"] not in {"yes", "no"}:
        raise TableError(f"urgent.csv, line {line}: kind, phrases, lasts and advice are needed")
    if not any(number in advice for number in numbers):
        raise TableError(f"urgent.csv, line {line}: the advice names none of the numbers")
    return Danger(kind, phrases, _parts(row["unless"]), row["lasts"] == "yes", numbers, advice)


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip(f" {GAP}"))
