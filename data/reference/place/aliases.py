"""Other names of divisions: old districts and what people call things."""

from dataclasses import dataclass
from functools import cache

from data.reference import table
from data.reference.place import divisions
from data.reference.place.divisions import Division


@dataclass(frozen=True, slots=True)
class Alias:
    """A name that is not the official one of `division`.

    `kind` is `old` (today that is the division), `short`, `within` (a road or landmark that lies
    in the division), or `once`: parts of what the name meant lie in the division today, so the name
    may stand before them but does not mean it.
    """

    name: str
    division: Division
    kind: str
    reason: str


@cache
def load() -> tuple[Alias, ...]:
    """The names of aliases.csv. Raises KeyError for a code that is in no list."""
    known = divisions.load().by_code
    return tuple(
        Alias(row["name"], known[row["code"]], row["kind"], row["reason"])
        for row in table.shipped("aliases.csv")
    )
