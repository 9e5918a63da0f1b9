"""Every table, in one import, for migrations and for whoever needs the whole schema."""

from sqlmodel import SQLModel

from data.conversation import Conversation, Utterance
from data.lesson import Lesson
from data.opinion import Opinion, OpinionEvent
from data.station import Representative, Station, Unit

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "Conversation",
    "Lesson",
    "Opinion",
    "OpinionEvent",
    "Representative",
    "Station",
    "Unit",
    "Utterance",
]
