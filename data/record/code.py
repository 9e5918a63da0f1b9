"""Codes on doors and in stairwells (站码/代表码), and how deputies' chats are tied to them."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from data.column import Instant, word
from data.record.conversation import Channel


class CodeKind(StrEnum):
    """Whose code it is; the value opens the token."""

    STATION = "st"
    REPRESENTATIVE = "rep"


class Code(SQLModel, table=True):
    """A code that was printed. What the QR picture holds is signed (handlers.account.qr_code)."""

    id: int | None = Field(default=None, primary_key=True)
    kind: CodeKind = Field(sa_type=word(CodeKind))
    station_code: str = Field(foreign_key="station.code", index=True)
    representative_id: int | None = Field(default=None, foreign_key="representative.id", index=True)
    made_at: datetime = Field(sa_type=Instant)
    revoked_at: datetime | None = Field(default=None, sa_type=Instant)


class Invitation(SQLModel, table=True):
    """A one-time code with which a deputy ties a chat to themselves; only its digest is kept."""

    id: int | None = Field(default=None, primary_key=True)
    representative_id: int = Field(foreign_key="representative.id", index=True)
    digest: str = Field(unique=True)
    until: datetime = Field(sa_type=Instant)
    used_at: datetime | None = Field(default=None, sa_type=Instant)


class Binding(SQLModel, table=True):
    """A deputy's chat: where they are told, and whose words there are theirs.

    `digest_hour` is when they read what can wait, in Hangzhou.
    """

    id: int | None = Field(default=None, primary_key=True)
    representative_id: int = Field(foreign_key="representative.id", index=True)
    channel: Channel = Field(sa_type=word(Channel))
    address: str = Field(index=True)
    digest_hour: int = 8
    made_at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
