"""Messages with the topic that people gave them: what a station teaches the assistant."""

from enum import StrEnum

from sqlmodel import Field, SQLModel

from data.column import Sealed, word


class LessonSource(StrEnum):
    """Who gave the topic: a file of old messages, or staff who corrected the assistant."""

    FILE = "file"
    CORRECTION = "correction"


class Lesson(SQLModel, table=True):
    """One message and its topic. Of several lessons with one text the last counts.

    `generation` is the one of nlu.topic.history that first learned it; None waits for the next.
    """

    id: int | None = Field(default=None, primary_key=True)
    source: LessonSource = Field(sa_type=word(LessonSource))
    text: str = Field(sa_type=Sealed)
    topic_code: str
    generation: int | None = Field(default=None, index=True)
