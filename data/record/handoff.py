"""Wishes for a person: somebody asked for staff, and waits until one of them comes."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from data.column import Instant


class Handoff(SQLModel, table=True):
    """One wish of one conversation; it is open until `ended_at`, and each has one at most.

    `ended_by` is the account that attended to it, None where the wish ended by itself.
    """

    __table_args__ = (
        Index(
            "ix_handoff_open",
            "conversation_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    conversation_id: str = Field(foreign_key="conversation.id", index=True)
    station_code: str = Field(index=True)
    at: datetime = Field(sa_type=Instant)
    ended_at: datetime | None = Field(default=None, sa_type=Instant)
    ended_by: int | None = Field(default=None, foreign_key="account.id")
