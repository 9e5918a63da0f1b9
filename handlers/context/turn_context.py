"""What answers a turn: what it is given, and what it gives back."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlmodel import Session

from data.record.conversation import Conversation
from handlers.context.state import State
from handlers.message import resident_text
from handlers.message.turn import Button, Card, Reply, Turn
from handlers.opinion.actor import Actor
from nlu.context import Question
from nlu.understanding import Understanding


@dataclass(frozen=True)
class TurnContext:
    """One turn in its conversation, inside the turn's transaction."""

    session: Session
    conversation: Conversation
    state: State
    turn: Turn
    heard: Understanding
    understand: Callable[[str], Understanding]
    now: datetime
    deputy: Actor | None = None
    """Whose chat this is, where it is a deputy's."""

    def having(self, state: State) -> "TurnContext":
        """The same turn in another state."""
        return replace(self, state=state)


@dataclass(frozen=True)
class TurnResult:
    """How a turn ends: where the conversation stands now, and the answer."""

    state: State
    reply: Reply

    def ending(self) -> "TurnResult":
        """The same as the last word of a visit."""
        return replace(self, reply=replace(self.reply, ended=True))


def respond(
    state: State,
    text: str,
    *,
    say: str | None = None,
    buttons: tuple[Button, ...] = (),
    card: Card | None = None,
    question: Question = Question.NOTHING,
) -> TurnResult:
    """A step whose state and reply agree on the open question."""
    reply = Reply(text, say or text, buttons, card, question)
    return TurnResult(replace(state, question=question), reply)


def menu() -> tuple[Button, ...]:
    """What can be done when nothing is open."""
    return (
        Button(resident_text.FILE_TITLE, resident_text.FILE),
        Button(resident_text.STATUS_TITLE, resident_text.STATUS),
        Button(resident_text.HUMAN_TITLE, "/human"),
    )
