"""What a messaging channel brought in, kept until it is answered."""

from datetime import datetime

from sqlmodel import Field, SQLModel, UniqueConstraint

from data.column import Instant, Sealed, word
from data.record.conversation import Channel


class IncomingUpdate(SQLModel, table=True):
    """One update of a messaging service, stored before the service is told that it came.

    `key` is the service's own id: what comes twice is kept once. `chat` is whose it is: one
    chat's updates are answered in order. `body` is the update as JSON, and is gone once it is
    answered; `fault` says why it was given up.
    """

    __tablename__ = "incoming"
    __table_args__ = (UniqueConstraint("channel", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    channel: Channel = Field(sa_type=word(Channel))
    key: str
    chat: str
    body: str | None = Field(default=None, sa_type=Sealed)
    at: datetime = Field(sa_type=Instant)
    done_at: datetime | None = Field(default=None, sa_type=Instant, index=True)
    fault: str | None = None
