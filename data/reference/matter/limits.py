"""How long each kind of matter may take, from limits.csv, which a station may edit."""

from dataclasses import dataclass
from enum import StrEnum

from data.reference import table
from data.reference.table import TableError


class LimitSpan(StrEnum):
    """What a limit counts. Workdays are those of the Chinese calendar."""

    HOURS = "hours"
    WORKDAYS = "workdays"
    MONTHS = "months"


class LimitName(StrEnum):
    """The limits that the program asks for by name."""

    DANGER = "danger"
    SUPPLY = "supply"
    GENERAL = "general"
    COMPLEX = "complex"
    SUGGESTION = "suggestion"
    CLAIM = "claim"
    EVALUATION = "evaluation"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Limit:
    """`amount` of `span`. `remind` is how long before the end the unit is reminded, `to_station`
    and `to_county` how long after it their stations are told: hours where `span` is hours,
    workdays otherwise; None: not at all."""

    name: LimitName
    amount: int
    span: LimitSpan
    remind: int | None
    to_station: int | None
    to_county: int | None


@table.once
def limits() -> dict[LimitName, Limit]:
    """Every limit by name. Raises TableError for a line that cannot be used or is missing."""
    found = {}
    for line, row in enumerate(table.rows("limits.csv"), start=2):
        try:
            limit = Limit(
                LimitName(row["name"]),
                int(row["amount"]),
                LimitSpan(row["unit"]),
                *(
                    int(row[name]) if row[name] else None
                    for name in ("remind", "to_station", "to_county")
                ),
            )
        except (KeyError, ValueError) as error:
            raise TableError(f"limits.csv, line {line}: {error}") from error
        found[limit.name] = limit
    if missing := [name for name in LimitName if name not in found]:
        raise TableError(f"limits.csv: no line for {', '.join(missing)}")
    return found
