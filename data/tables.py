"""Every table, in one import, for migrations and for whoever needs the whole schema."""

from sqlmodel import SQLModel

from data.account import Account, Look, SignIn
from data.attachment import Attachment
from data.casework import Answer, Claim, Evaluation, Suggestion
from data.code import Binding, Code, Invitation
from data.conversation import Conversation, Utterance
from data.erasure import Erasure
from data.incoming import Incoming
from data.lesson import Lesson
from data.notice import Delivery, Notice
from data.opinion import Opinion, OpinionEvent
from data.station import Representative, Station, Unit

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "Account",
    "Answer",
    "Attachment",
    "Binding",
    "Claim",
    "Code",
    "Conversation",
    "Delivery",
    "Erasure",
    "Evaluation",
    "Incoming",
    "Invitation",
    "Lesson",
    "Look",
    "Notice",
    "Opinion",
    "OpinionEvent",
    "Representative",
    "SignIn",
    "Station",
    "Suggestion",
    "Unit",
    "Utterance",
]
