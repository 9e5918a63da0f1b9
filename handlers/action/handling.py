"""The handling: progress, questions to the resident, proposals to the desk, the answer."""

from pydantic import model_validator

from data.record.opinion import Opinion
from handlers.action.claim import end_claim, keep_claim, only_mine
from handlers.action.context import ActionContext
from handlers.action.payload import (
    ColleagueText,
    ForColleagues,
    ForResident,
    Payload,
    Reason,
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

    def take(self, acting: ActionContext, opinion: Opinion) -> None:
        """A deputy's claim holds on."""
        progress(acting, opinion, self.words, self.note)


class AskPayload(Payload):
    """Ask the resident something; the clock rests until there is an answer."""

    action = Action.ASK
    words: ForResident

    def take(self, acting: ActionContext, opinion: Opinion) -> None:
        """A deputy's claim holds on."""
        ask(acting, opinion, self.words)


class ProposePayload(Payload):
    """A deputy proposes to transfer it; the desk decides."""

    action = Action.PROPOSE
    reason: Reason

    def take(self, acting: ActionContext, opinion: Opinion) -> None:
        """The station hears it."""
        propose(acting, opinion, self.reason)


class AnswerPayload(Payload):
    """What became of it, in plain words."""

    action = Action.ANSWER
    words: ForResident

    def take(self, acting: ActionContext, opinion: Opinion) -> None:
        """The resident is asked what they think of it."""
        answer(acting, opinion, self.words)


def progress(
    acting: ActionContext,
    opinion: Opinion,
    text: ResidentText | None,
    note: ColleagueText | None = None,
) -> None:
    """Something was done; the resident hears `text`, colleagues `note`."""
    only_mine(acting, opinion)
    resident = words.PROGRESS.format(words=text) if text else None
    acting.act(opinion, Action.PROGRESS, resident=resident, staff=note)
    keep_claim(acting, opinion)


def ask(acting: ActionContext, opinion: Opinion, question: ResidentText) -> None:
    """Ask the resident something; the clock rests until there is an answer."""
    only_mine(acting, opinion)
    acting.act(opinion, Action.ASK, resident=words.ASKED.format(words=question))
    deadline.pause(opinion, acting.now)
    keep_claim(acting, opinion)


def propose(acting: ActionContext, opinion: Opinion, reason: ColleagueText) -> None:
    """A deputy proposes to transfer it; the desk decides."""
    only_mine(acting, opinion)
    event = acting.act(opinion, Action.PROPOSE, staff=words.PROPOSED.format(reason=reason))
    keep_claim(acting, opinion)
    text = words.PROPOSED.format(reason=reason)
    outbox.tell_station(acting.session, opinion, event, text)


def answer(acting: ActionContext, opinion: Opinion, text: ResidentText) -> None:
    """What became of it, in plain words."""
    only_mine(acting, opinion)
    end_claim(acting, opinion, Action.ANSWER)
    resident = words.ANSWERED.format(words=text.rstrip("。！"))
    acting.act(opinion, Action.ANSWER, resident=resident, staff=text)
