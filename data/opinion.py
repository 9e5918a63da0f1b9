"""Opinions (意见建议) and the append-only record of what happened to them."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from data.column import Instant, Sealed, word


class OpinionState(StrEnum):
    """Where an opinion stands in the loop (DOMAIN: 分级分类闭环)."""

    RECEIVED = "received"
    SORTED = "sorted"
    ASSIGNED = "assigned"
    HANDLING = "handling"
    ANSWERED = "answered"
    EVALUATED = "evaluated"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Opinion(SQLModel, table=True):
    """One matter that a resident brought.

    `words` is what was said, word for word; `matter` is the same with personal data
    covered, for everyone who does not need it. `code` is the receipt code.
    `urgent` is the kind of danger to life it tells of (data/reference/urgent.csv).
    """

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    state: OpinionState = Field(sa_type=word(OpinionState), index=True)
    conversation_id: str = Field(foreign_key="conversation.id", index=True)
    station_code: str | None = Field(default=None, index=True)
    words: str = Field(sa_type=Sealed)
    matter: str
    topic_code: str | None = None
    topic_name: str | None = None
    place_code: str | None = Field(default=None, index=True)
    place_name: str | None = None
    spot: str | None = None
    level: str | None = None
    unit: str | None = None
    urgent: str | None = Field(default=None, index=True)
    reporter: str | None = Field(default=None, sa_type=Sealed)
    phone: str | None = Field(default=None, sa_type=Sealed)
    filed_at: datetime = Field(sa_type=Instant, index=True)


class OpinionEvent(SQLModel, table=True):
    """One step of an opinion: who did what, when, and the words for either side.

    Rows are only ever added; the database refuses to change or delete one.
    """

    __tablename__ = "opinion_event"

    id: int | None = Field(default=None, primary_key=True)
    opinion_id: int = Field(foreign_key="opinion.id", index=True)
    at: datetime = Field(sa_type=Instant)
    actor: str
    action: str
    state_from: OpinionState | None = Field(default=None, sa_type=word(OpinionState))
    state_to: OpinionState = Field(sa_type=word(OpinionState))
    words_resident: str | None = Field(default=None, sa_type=Sealed)
    words_staff: str | None = Field(default=None, sa_type=Sealed)
