"""Every table, in one import, for migrations and for whoever needs the whole schema."""

from sqlmodel import SQLModel

from data.record.account import Account, Look, SignIn
from data.record.attachment import Attachment
from data.record.casework import Claim, Evaluation, Suggestion
from data.record.code import Binding, Code, Invitation
from data.record.conversation import Conversation, Utterance
from data.record.erasure import Erasure
from data.record.handoff import Handoff
from data.record.lesson import Lesson
from data.record.notice import Delivery, Notice
from data.record.opinion import Opinion, OpinionEvent
from data.record.station import Representative, Station
from data.record.update import IncomingUpdate

METADATA = SQLModel.metadata

__all__ = [
    "METADATA",
    "Account",
    "Attachment",
    "Binding",
    "Claim",
    "Code",
    "Conversation",
    "Delivery",
    "Erasure",
    "Evaluation",
    "Handoff",
    "IncomingUpdate",
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
    "Utterance",
]
