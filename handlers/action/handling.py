"""The handling: progress, questions to the resident, proposals to the desk, the answer."""

from pydantic import model_validator

from data.record.casework import Answer
from data.record.opinion import Opinion
from handlers.action.claim import end_claim, keep_claim, only_mine
from handlers.action.context import Work
from handlers.action.payload import (
    ColleagueText,
    ForColleagues,
    ForResident,
    Payload,
    ResidentText,
)
from handlers.message import notice_text as words
from handlers.notification import outbox
from handlers.opinion import deadline
from handlers.opinion.lifecycle import Action


class ProgressPayload(Payload):
    """Something was done: words for the resident, a note for colleagues, or both."""

    action = Action.PROGRESS
    words: ForResident | None = None
    note: ForColleagues | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "ProgressPayload":
        if not self.words and not self.note:
            raise ValueError("words or note")
        return self

    def take(self, work: Work, opinion: Opinion) -> None:
        """A deputy's claim holds on."""
        progress(work, opinion, self.words, self.note)


class AskPayload(Payload):
    """Ask the resident something; the clock rests until there is an answer."""

    action = Action.ASK
    words: ForResident

    def take(self, work: Work, opinion: Opinion) -> None:
        """A deputy's claim holds on."""
        ask(work, opinion, self.words)


class ProposePayload(Payload):
    """A deputy proposes to transfer it; the desk decides."""

    action = Action.PROPOSE
    reason: ForColleagues

    def take(self, work: Work, opinion: Opinion) -> None:
        """The station hears it."""
        propose(work, opinion, self.reason)


class AnswerPayload(Payload):
    """What became of it, in plain words."""

    action = Action.ANSWER
    words: ForResident

    def take(self, work: Work, opinion: Opinion) -> None:
        """The resident is asked what they think of it."""
        answer(work, opinion, self.words)


def progress(
    work: Work, opinion: Opinion, text: ResidentText | None, note: ColleagueText | None = None
) -> None:
    """Something was done; the resident hears `text`, colleagues `note`."""
    only_mine(work, opinion)
    resident = words.PROGRESS.format(words=text) if text else None
    work.act(opinion, Action.PROGRESS, resident=resident, staff=note)
    keep_claim(work, opinion)


def ask(work: Work, opinion: Opinion, question: ResidentText) -> None:
    """Ask the resident something; the clock rests until there is an answer."""
    only_mine(work, opinion)
    work.act(opinion, Action.ASK, resident=words.ASKED.format(words=question))
    deadline.pause(opinion, work.now)
    keep_claim(work, opinion)


def propose(work: Work, opinion: Opinion, reason: ColleagueText) -> None:
    """A deputy proposes to transfer it; the desk decides."""
    only_mine(work, opinion)
    event = work.act(opinion, Action.PROPOSE, staff=words.PROPOSED.format(reason=reason))
    keep_claim(work, opinion)
    text = words.PROPOSED.format(reason=reason)
    outbox.tell_station(work.session, opinion, event, text)


def answer(work: Work, opinion: Opinion, text: ResidentText) -> None:
    """What became of it, in plain words."""
    only_mine(work, opinion)
    end_claim(work, opinion, Action.ANSWER)
    resident = words.ANSWERED.format(words=text.rstrip("。！"))
    work.act(opinion, Action.ANSWER, resident=resident, staff=text)
    work.session.add(
        Answer(opinion_id=opinion.id or 0, actor=work.actor.trace, words=text, at=work.now)
    )
