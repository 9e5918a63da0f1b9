"""The official divisions of Hangzhou, from the city down to villages and communities."""

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from data.reference import table

CITY = "330100"


class DivisionLevel(StrEnum):
    """A `zone` is an area with a management of its own that is no street: see build.py."""

    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    ZONE = "zone"
    COMMUNITY = "community"


@dataclass(frozen=True, slots=True)
class Division:
    """One division. `name` is what people call it, `official` what the list calls it.

    A district carries itself as `district`, a street itself as `street`; the city has neither.
    """

    level: DivisionLevel
    code: str
    name: str
    district_code: str | None
    district: str | None
    street_code: str | None
    street: str | None
    official: str

    @property
    def words(self) -> str:
        """The full name from the district down: 西湖区翠苑街道翠苑一区社区."""
        parts = dict.fromkeys((self.district, self.street, self.name))
        return "".join(part for part in parts if part)


@dataclass(frozen=True)
class Divisions:
    """All divisions, in the order of the list and by code."""

    all: tuple[Division, ...]
    by_code: dict[str, Division]

    def at(self, level: DivisionLevel) -> tuple[Division, ...]:
        """The divisions of one level."""
        return tuple(division for division in self.all if division.level == level)

    def get(self, code: str | None) -> Division | None:
        """The division with this code, if there is one."""
        return self.by_code.get(code) if code else None

    def up(self, division: Division, level: DivisionLevel) -> Division | None:
        """The division of a higher level that this one lies in, or itself.

        The parent is read from the columns, not from the code: the two lists' codes differ.
        """
        codes = {
            DivisionLevel.CITY: CITY,
            DivisionLevel.DISTRICT: division.district_code,
            DivisionLevel.STREET: division.street_code,
            division.level: division.code,
        }
        found = self.get(codes.get(level))
        return found if found and found.level == level else None


@cache
def load() -> Divisions:
    """The divisions of divisions.csv, read once in a process."""
    everything = tuple(
        Division(
            level=DivisionLevel(row["level"]),
            code=row["code"],
            name=row["name"],
            district_code=row["district_code"] or None,
            district=row["district"] or None,
            street_code=row["street_code"] or None,
            street=row["street"] or None,
            official=row["official"],
        )
        for row in table.shipped("divisions.csv")
    )
    return Divisions(everything, {division.code: division for division in everything})
