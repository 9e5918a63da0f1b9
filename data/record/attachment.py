"""What residents send beside words: photos, and where they stand."""

from datetime import datetime
from enum import StrEnum

from sqlmodel import Field, SQLModel

from data.column import Instant, Sealed, word


class AttachmentKind(StrEnum):
    """What it is."""

    PHOTO = "photo"
    LOCATION = "location"


class Attachment(SQLModel, table=True):
    """One photo or location of a turn, and the opinion it came to belong to.

    `file` is a name in the folder of attachments (JPEG); `position` is "latitude,longitude" in
    degrees, WGS 84.
    """

    id: int | None = Field(default=None, primary_key=True)
    kind: AttachmentKind = Field(sa_type=word(AttachmentKind))
    conversation_id: str = Field(foreign_key="conversation.id", index=True)
    turn_id: str
    opinion_id: int | None = Field(default=None, foreign_key="opinion.id", index=True)
    file: str | None = None
    position: str | None = Field(default=None, sa_type=Sealed)
    at: datetime = Field(sa_type=Instant)
