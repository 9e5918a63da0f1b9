"""Opinions (意见建议) and the append-only record of what happened to them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index
from sqlmodel import Field, Relationship, SQLModel

from data.column import Instant, Sealed, word
from data.record.conversation import Channel


class OpinionState(StrEnum):
    """Where an opinion stands in the loop (DOMAIN: 分级分类闭环)."""

    RECEIVED = "received"
    SORTED = "sorted"
    ASSIGNED = "assigned"
    HANDLING = "handling"
    ANSWERED = "answered"
    EVALUATED = "evaluated"
    CLOSED = "closed"
    TRANSFERRED = "transferred"
    SUGGESTED = "suggested"
    RETURNED = "returned"
    MERGED = "merged"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


OPEN = (
    OpinionState.RECEIVED,
    OpinionState.RETURNED,
    OpinionState.SORTED,
    OpinionState.ASSIGNED,
    OpinionState.HANDLING,
    OpinionState.TRANSFERRED,
    OpinionState.SUGGESTED,
)
"""Somebody still has to do something about the matter."""
ENDED = (
    OpinionState.CLOSED,
    OpinionState.MERGED,
    OpinionState.DECLINED,
    OpinionState.WITHDRAWN,
)
"""Nobody does anything about it any more: nothing is merged into it, its sound may go in time."""
SETTLED = (OpinionState.EVALUATED, *ENDED)
"""Nothing is left to do for its resident; one that was judged is still to be closed by us."""


class Opinion(SQLModel, table=True):
    """One matter that a resident brought.

    `words` is what was said, word for word; `matter` is the same with personal data
    covered, for everyone who does not need it. `code` is the receipt code.
    `urgent` is the kind of danger to life it tells of (urgent.csv). `station_code` is the
    station that answers for it, `unit_code` (units.csv) in `unit_division` the unit that
    handles it, `representative_id` the deputy who claimed it, `addressed_id` the one whose
    code the resident scanned.
    `channel` is how it came (handlers.opinion.source): out of the talk `conversation_id`, or from
    the program `client`, or neither where staff wrote it down at the desk.
    `proposal` is what the machine thought of it, handlers.opinion.proposal.Proposal as JSON.
    `version` counts its steps. `due_at` is when `limit` ends (limits.csv), `tick_at` when
    its clock has to be looked at next; both are None while nobody waits for anything, and while
    `waiting_since` says that we wait for the resident.
    """

    __table_args__ = (Index("ix_opinion_queue", "state", "station_code"),)

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True)
    state: OpinionState = Field(sa_type=word(OpinionState))
    channel: Channel = Field(sa_type=word(Channel))
    conversation_id: str | None = Field(default=None, foreign_key="conversation.id", index=True)
    client: str | None = Field(default=None, index=True)
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
    unit_code: str | None = Field(default=None, index=True)
    unit_division: str | None = None
    proposal: str | None = Field(default=None, sa_type=Sealed)
    version: int = 0
    representative_id: int | None = Field(default=None, foreign_key="representative.id", index=True)
    addressed_id: int | None = Field(default=None, foreign_key="representative.id")
    merged_into_id: int | None = Field(default=None, foreign_key="opinion.id", index=True)
    limit: str | None = None
    due_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    tick_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    lateness: int = 0
    waiting_since: datetime | None = Field(default=None, sa_type=Instant)
    urged: int = 0
    reopened: int = 0
    events: list["OpinionEvent"] = Relationship(
        back_populates="opinion", sa_relationship_kwargs={"order_by": "OpinionEvent.id"}
    )
    urgent: str | None = Field(default=None, index=True)
    reporter: str | None = Field(default=None, sa_type=Sealed)
    phone: str | None = Field(default=None, sa_type=Sealed)
    filed_at: datetime = Field(sa_type=Instant, index=True)


class OpinionEvent(SQLModel, table=True):
    """One step of an opinion: who did what, when, and the words for either side.

    Rows are only ever added; the database refuses to change or delete one. `actor` is a role
    and who it was (representative:7); `key` is the sender's own id of the step, where it has one,
    so that a step that arrives twice is taken once. `version` is the opinion's after the step: the
    database itself refuses two steps from the same state of things.
    """

    __tablename__ = "opinion_event"
    __table_args__ = (Index("ix_opinion_event_step", "opinion_id", "version", unique=True),)

    id: int | None = Field(default=None, primary_key=True)
    opinion_id: int | None = Field(
        default=None, foreign_key="opinion.id", index=True, nullable=False
    )
    opinion: Opinion = Relationship(back_populates="events")
    version: int | None = None
    at: datetime = Field(sa_type=Instant)
    actor: str = Field(index=True)
    action: str
    key: str | None = Field(default=None, unique=True, index=True)
    state_from: OpinionState | None = Field(default=None, sa_type=word(OpinionState))
    state_to: OpinionState = Field(sa_type=word(OpinionState))
    words_resident: str | None = Field(default=None, sa_type=Sealed)
    words_staff: str | None = Field(default=None, sa_type=Sealed)
