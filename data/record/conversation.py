"""Conversations, and every single thing that was said or typed in them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from data.column import Instant, Sealed, word


class Channel(StrEnum):
    """Where a conversation takes place."""

    KIOSK = "kiosk"
    TERMINAL = "terminal"
    REST = "rest"
    TELEGRAM = "telegram"
    CALLBACK = "callback"
    """Any chat that brings messages and takes answers by webhook (docs/channels.md)."""
    DESK = "desk"
    """Staff write down what a resident says who stands before them."""
    API = "api"


class UtteranceState(StrEnum):
    """How far a spoken or typed turn got."""

    RECORDING = "recording"
    HEARD = "heard"
    MISSED = "missed"
    DISCARDED = "discarded"


class Conversation(SQLModel, table=True):
    """One person's talk with the assistant; `state` is handlers.context.state.State as JSON.

    `representative_id` is the deputy whose code was scanned; `muted_at` says since when
    the person wants no news, `closed_at` since when the service delivers none (a blocked bot).
    """

    __table_args__ = (UniqueConstraint("channel", "sender"),)

    id: str = Field(primary_key=True)
    channel: Channel = Field(sa_type=word(Channel))
    sender: str
    station_code: str | None = None
    state: str = Field(sa_type=Sealed)
    representative_id: int | None = Field(default=None, foreign_key="representative.id")
    language: str | None = None
    muted_at: datetime | None = Field(default=None, sa_type=Instant)
    closed_at: datetime | None = Field(default=None, sa_type=Instant)
    started_at: datetime = Field(sa_type=Instant)
    touched_at: datetime = Field(sa_type=Instant)


class Utterance(SQLModel, table=True):
    """One turn: what was said, where its sound lies, and what was answered.

    `turn_id` comes from the channel, so that a turn which arrives twice is done once.
    `original` is what the recogniser wrote, where `transcript` puts that right.
    `audio` is a file name in the audio folder: s16le, 16 kHz, mono.
    """

    __table_args__ = (UniqueConstraint("conversation_id", "turn_id"),)

    id: int | None = Field(default=None, primary_key=True)
    turn_id: str
    conversation_id: str = Field(foreign_key="conversation.id", index=True)
    opinion_id: int | None = Field(default=None, foreign_key="opinion.id", index=True)
    state: UtteranceState = Field(sa_type=word(UtteranceState))
    transcript: str = Field(default="", sa_type=Sealed)
    original: str | None = Field(default=None, sa_type=Sealed)
    audio: str | None = None
    engine: str | None = None
    confidence: float | None = None
    failure: str | None = None
    reply: str | None = Field(default=None, sa_type=Sealed)
    at: datetime = Field(sa_type=Instant)
