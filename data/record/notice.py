"""The outbox: what somebody is to be told, written with the change that is the reason."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, Relationship, SQLModel

from data.column import Instant, Sealed, word
from data.record.opinion import Opinion


class NoticeState(StrEnum):
    """How far a notice got. This is not the state of the opinion."""

    WAITING = "waiting"
    KEPT = "kept"
    """Not carried: told when its reader asks."""
    DELIVERED = "delivered"
    DEAD = "dead"


class Audience(StrEnum):
    """Whom a notice is for."""

    RESIDENT = "resident"
    REPRESENTATIVE = "representative"
    STATION = "station"
    UNIT = "unit"
    PLATFORM = "platform"


class Notice(SQLModel, table=True):
    """One message to one reader. `key` is the delivery key: a reader who gets it twice drops one.

    `channel` names who carries it, `address` the reader in the words of that channel. It is sent
    from `due_at` on; while a worker has it, `held_until` keeps others away. Notices with the same
    `bundle` are sent as one (a deputy's digest).
    """

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    audience: Audience = Field(sa_type=word(Audience))
    channel: str = Field(index=True)
    address: str = Field(index=True)
    opinion_id: int | None = Field(default=None, foreign_key="opinion.id", index=True)
    opinion: Opinion | None = Relationship()
    words: str = Field(sa_type=Sealed)
    payload: str | None = Field(default=None, sa_type=Sealed)
    buttons: str | None = Field(default=None, sa_type=Sealed)
    """Answers that make sense, handlers.message.turn.Button as JSON."""
    bundle: str | None = Field(default=None, index=True)
    state: NoticeState = Field(sa_type=word(NoticeState), index=True)
    tries: int = 0
    due_at: datetime = Field(sa_type=Instant, index=True)
    held_until: datetime | None = Field(default=None, sa_type=Instant)
    made_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)


class Delivery(SQLModel, table=True):
    """One try to deliver a notice; `fault` says why it failed."""

    id: int | None = Field(default=None, primary_key=True)
    notice_id: int = Field(foreign_key="notice.id", index=True)
    at: datetime = Field(sa_type=Instant)
    fault: str | None = None
