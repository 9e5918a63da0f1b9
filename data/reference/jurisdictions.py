"""Whose job a matter is: the rules that staff read and edit, and the units they name."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from data.reference import topics


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


class RuleError(ValueError):
    """A line of jurisdiction.csv that contradicts the topics or units; the message names it."""


def _read(name: str) -> list[dict[str, str]]:
    with Path(__file__).with_name(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def units() -> dict[str, UnitEntry]:
    """The units of units.csv by code."""
    return {
        row["code"]: UnitEntry(row["code"], row["name"], row["level"]) for row in _read("units.csv")
    }


@cache
def rules() -> tuple[Rule, ...]:
    """The rules of jurisdiction.csv in order. Raises RuleError for one that does not fit."""
    return tuple(_rule(line, row) for line, row in enumerate(_read("jurisdiction.csv"), start=2))


def _rule(line: int, row: dict[str, str]) -> Rule:
    topic = topics.load().by_code.get(row["topic"])
    unit = units().get(row["unit"])
    if topic is None or topic.name != row["topic_name"]:
        raise RuleError(
            f"jurisdiction.csv, line {line}: no topic {row['topic']} {row['topic_name']}"
        )
    if unit is None or unit.level != row["level"]:
        raise RuleError(f"jurisdiction.csv, line {line}: no unit {row['unit']} at {row['level']}")
    keywords = tuple(word for word in row["keywords"].split("|") if word)
    return Rule(topic.code, keywords, row["level"], unit, row["reason"])
