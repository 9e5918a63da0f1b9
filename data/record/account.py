"""Who may sign in: people at the console, and programs with a token."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from data.column import Instant, word


class Role(StrEnum):
    """In whose name somebody acts. `clock` is the program itself when time runs out."""

    RESIDENT = "resident"
    STAFF = "staff"
    REPRESENTATIVE = "representative"
    UNIT = "unit"
    CITY = "city"
    PLATFORM = "platform"
    CLOCK = "clock"


class Account(SQLModel, table=True):
    """A person or a program. `station_code` is the station it works for with all below it; None
    is everywhere. A unit's account has its `unit_code`, a deputy's its `representative_id`.

    `password` is an argon2 hash, `token` the SHA-256 of a bearer token; each has one of the two.
    """

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(unique=True)
    role: Role = Field(sa_type=word(Role))
    station_code: str | None = Field(default=None, foreign_key="station.code")
    unit_code: str | None = None
    representative_id: int | None = Field(default=None, foreign_key="representative.id")
    password: str | None = None
    token: str | None = Field(default=None, unique=True)
    active: bool = True
    misses: int = 0
    locked_until: datetime | None = Field(default=None, sa_type=Instant)
    made_at: datetime = Field(sa_type=Instant)


class SignIn(SQLModel, table=True):
    """An open session of the console; `token` is the SHA-256 of the cookie."""

    __tablename__ = "sign_in"

    token: str = Field(primary_key=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    csrf: str
    at: datetime = Field(sa_type=Instant)
    seen_at: datetime = Field(sa_type=Instant)


class Look(SQLModel, table=True):
    """Who looked at the personal data of an opinion, and when (个人信息保护法)."""

    id: int | None = Field(default=None, primary_key=True)
    opinion_id: int = Field(foreign_key="opinion.id", index=True)
    account_id: int = Field(foreign_key="account.id", index=True)
    at: datetime = Field(sa_type=Instant)
