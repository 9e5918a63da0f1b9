"""What is known before a sentence is read: where the kiosk stands and what was just asked."""

from dataclasses import dataclass
from enum import StrEnum


class Question(StrEnum):
    """The one question that is open in a conversation."""

    NOTHING = "nothing"
    WHAT = "what"
    WHERE = "where"
    WHICH_PLACE = "which_place"
    WHO = "who"
    PHONE = "phone"
    CONFIRM = "confirm"
    REPAIR = "repair"
    CODE = "code"
    KEEP = "keep"
    SUPPLEMENT = "supplement"
    WITHDRAW = "withdraw"
    EVALUATE = "evaluate"
    DISAPPOINTED = "disappointed"
    """What was not good, once she is not satisfied."""


@dataclass(frozen=True)
class Context:
    """`station` is a station's division code; it is a prior for places, never an answer."""

    station: str | None = None
    question: Question = Question.NOTHING
