"""Whose job a matter is: the rules that staff read and edit, and the units they name."""

from dataclasses import dataclass

from data.reference import table
from data.reference.matter import topics
from data.reference.table import TableError

COLUMNS = ("topic", "topic_name", "keywords", "level", "unit", "reason")


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """A kind of handling unit; `level` is township, county or city."""

    code: str
    name: str
    level: str


@dataclass(frozen=True, slots=True)
class Rule:
    """Matters under `topic` (a code and all below it) that say one of `keywords` (or any, if there
    are none) are for `unit`; `reason` says so in plain words."""

    topic: str
    keywords: tuple[str, ...]
    level: str
    unit: UnitEntry
    reason: str


@table.once
def units() -> dict[str, UnitEntry]:
    """The units of units.csv by code."""
    return {
        row["code"]: UnitEntry(row["code"], row["name"], row["level"])
        for row in table.rows("units.csv")
    }


def unit_named(name: str | None) -> UnitEntry | None:
    """The unit that is called so."""
    return next((unit for unit in units().values() if unit.name == name), None)


@table.once
def rules() -> tuple[Rule, ...]:
    """The rules of jurisdiction.csv in order.

    Raises TableError for one that does not fit, and for a first-level topic that has no rule
    without keywords.
    """
    rows = table.rows("jurisdiction.csv")
    found = tuple(_rule(line, row) for line, row in enumerate(rows, start=2))
    general = {rule.topic for rule in found if not rule.keywords}
    for topic in topics.load().at(1):
        if topic.code not in general:
            raise TableError(f"jurisdiction.csv: no rule without keywords for {topic.name}")
    return found


def _rule(line: int, row: dict[str, str]) -> Rule:
    if missing := [name for name in COLUMNS if name not in row]:
        raise TableError(f"jurisdiction.csv: no column {', '.join(missing)}")
    topic = topics.load().by_code.get(row["topic"])
    unit = units().get(row["unit"])
    if topic is None or topic.name != row["topic_name"]:
        raise TableError(
            f"jurisdiction.csv, line {line}: no topic {row['topic']} {row['topic_name']}"
        )
    if unit is None or unit.level != row["level"]:
        raise TableError(f"jurisdiction.csv, line {line}: no unit {row['unit']} at {row['level']}")
    keywords = tuple(word for word in row["keywords"].split("|") if word)
    return Rule(topic.code, keywords, row["level"], unit, row["reason"])
