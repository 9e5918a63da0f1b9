"""Contact stations, and the deputies who belong to them."""

from enum import StrEnum

from sqlmodel import Field, SQLModel

from data.column import Sealed, word


class StationLevel(StrEnum):
    """The stations' network from the city down."""

    CITY = "city"
    COUNTY = "county"
    CENTRE = "centre"
    POINT = "point"


class Station(SQLModel, table=True):
    """A deputies' contact station; its `code` is the division code of what it serves."""

    code: str = Field(primary_key=True)
    name: str
    level: StationLevel = Field(sa_type=word(StationLevel))
    parent_code: str | None = Field(default=None, foreign_key="station.code")


class Representative(SQLModel, table=True):
    """A deputy (人大代表), the station that deputy is tied to, and the grid: a division's code."""

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    name: str
    station_code: str = Field(foreign_key="station.code", index=True)
    grid: str | None = None
    phone: str | None = Field(default=None, sa_type=Sealed)
