"""The end: the resident's evaluation, closing (销号), looking back (回头看)."""

from typing import Annotated

from data.record.casework import Evaluation, Grade
from data.record.opinion import Opinion
from handlers.action.context import ActionContext
from handlers.action.payload import ColleagueText, FieldKind, ForColleagues, FromResident, Payload
from handlers.message import notice_text as words
from handlers.notification import outbox
from handlers.opinion import deadline
from handlers.opinion.lifecycle import Action


class EvaluatePayload(Payload):
    """What the resident thinks of the answer; dissatisfied, it goes back to the desk once."""

    action = Action.EVALUATE
    grade: Annotated[Grade, FieldKind.GRADE]
    reason: FromResident | None = None

    def take(self, acting: ActionContext, opinion: Opinion) -> None:
        """Staff and unit read the reason."""
        evaluate(acting, opinion, self.grade, self.reason)


class ClosePayload(Payload):
    """Strike it off the list (销号)."""

    action = Action.CLOSE
    note: ForColleagues | None = None

    def take(self, acting: ActionContext, opinion: Opinion) -> None:
        """The resident hears nothing more."""
        close(acting, opinion, self.note)


class LookBackPayload(Payload):
    """Whether it still holds, some time later (回头看)."""

    action = Action.LOOK_BACK
    note: ForColleagues

    def take(self, acting: ActionContext, opinion: Opinion) -> None:
        """What was found is kept with the history."""
        look_back(acting, opinion, self.note)


def evaluate(
    acting: ActionContext, opinion: Opinion, grade: Grade, reason: str | None = None
) -> bool:
    """What the resident thinks of the answer. Dissatisfied, it goes back to the desk once; True
    if it did. Raises RefusedError."""
    again = grade is Grade.DISSATISFIED and not opinion.reopened
    said = words.GRADES[grade] + (f"：{reason}" if reason else "")
    event = acting.act(opinion, Action.REOPEN if again else Action.EVALUATE, staff=said)
    acting.session.add(
        Evaluation(opinion_id=opinion.id or 0, grade=grade, reason=reason, at=acting.now)
    )
    if again:
        _begin_again(acting, opinion)
        outbox.tell_station(acting.session, opinion, event, words.DISSATISFIED)
    return again


def close(acting: ActionContext, opinion: Opinion, note: str | None = None) -> None:
    """Strike it off the list."""
    acting.act(opinion, Action.CLOSE, staff=note)


def look_back(acting: ActionContext, opinion: Opinion, note: ColleagueText) -> None:
    """Whether it still holds, some time later."""
    acting.act(opinion, Action.LOOK_BACK, staff=note)


def _begin_again(acting: ActionContext, opinion: Opinion) -> None:
    opinion.reopened += 1
    opinion.limit = None
    deadline.restart(opinion, acting.now)
