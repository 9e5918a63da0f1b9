"""The end: the resident's evaluation, closing (销号), looking back (回头看)."""

from data.record.casework import Evaluation, Grade
from data.record.opinion import Opinion
from handlers.action.context import Work
from handlers.message import notice_text as words
from handlers.notification import outbox
from handlers.opinion import deadline
from handlers.opinion.errors import needed
from handlers.opinion.lifecycle import Action


def evaluate(work: Work, opinion: Opinion, grade: Grade, reason: str | None = None) -> bool:
    """What the resident thinks of the answer. Dissatisfied, it goes back to the desk once; True
    if it did. Raises RefusedError."""
    again = grade is Grade.DISSATISFIED and not opinion.reopened
    said = words.GRADES[grade] + (f"：{reason}" if reason else "")
    event = work.act(opinion, Action.REOPEN if again else Action.EVALUATE, staff=said)
    work.session.add(
        Evaluation(opinion_id=opinion.id or 0, grade=grade, reason=reason, at=work.now)
    )
    if again:
        _begin_again(work, opinion)
        outbox.tell_station(work.session, opinion, event, words.DISSATISFIED)
    return again


def close(work: Work, opinion: Opinion, note: str | None = None) -> None:
    """Strike it off the list."""
    work.act(opinion, Action.CLOSE, staff=note)


def look_back(work: Work, opinion: Opinion, note: str | None) -> None:
    """Whether it still holds, some time later."""
    work.act(opinion, Action.LOOK_BACK, staff=needed("words", note))


def _begin_again(work: Work, opinion: Opinion) -> None:
    opinion.reopened += 1
    opinion.limit = None
    deadline.restart(opinion, work.now)
