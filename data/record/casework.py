"""What people did with an opinion: claims, evaluations, suggestions."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from data.column import Instant, Sealed, word


class Grade(StrEnum):
    """What a resident thinks of how it was handled."""

    SATISFIED = "satisfied"
    FAIR = "fair"
    DISSATISFIED = "dissatisfied"


class Claim(SQLModel, table=True):
    """A deputy took an opinion on (自主认领) until `until`; `ended` says how it came to an end."""

    id: int | None = Field(default=None, primary_key=True)
    opinion_id: int = Field(foreign_key="opinion.id", index=True)
    representative_id: int = Field(foreign_key="representative.id", index=True)
    at: datetime = Field(sa_type=Instant)
    until: datetime = Field(sa_type=Instant)
    reminded_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    ended: str | None = None


class Evaluation(SQLModel, table=True):
    """What the resident said of the answer."""

    id: int | None = Field(default=None, primary_key=True)
    opinion_id: int = Field(foreign_key="opinion.id", index=True)
    grade: Grade = Field(sa_type=word(Grade))
    reason: str | None = Field(default=None, sa_type=Sealed)
    at: datetime = Field(sa_type=Instant)


class Suggestion(SQLModel, table=True):
    """A deputy's suggestion (闭会期间代表建议): written and signed by the deputy, one matter."""

    id: int | None = Field(default=None, primary_key=True)
    opinion_id: int = Field(foreign_key="opinion.id", index=True)
    representative_id: int = Field(foreign_key="representative.id", index=True)
    title: str
    words: str = Field(sa_type=Sealed)
    signed_at: datetime = Field(sa_type=Instant)
