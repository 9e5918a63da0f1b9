"""Where a conversation stands between two turns."""

from dataclasses import dataclass

from pydantic import TypeAdapter

from handlers.context.draft import Draft
from handlers.message.turn import Reply
from handlers.opinion.lifecycle import Action
from nlu.context import Question
from nlu.understanding import IntentName


@dataclass(frozen=True)
class Intended:
    """What a deputy is about to do: to which opinion, and in which words, once they are known."""

    action: Action
    code: str | None = None
    words: str | None = None


@dataclass(frozen=True)
class State:
    """Everything the dialogue remembers. `codes` are the receipts given in this talk,
    newest last; `target` is the one that the open question is about, and `wish` is what
    she wants done with it once she has said its code. `intended` is a deputy's next step."""

    question: Question = Question.NOTHING
    draft: Draft | None = None
    codes: tuple[str, ...] = ()
    target: str | None = None
    wish: IntentName | None = None
    misses: int = 0
    wrong_codes: int = 0
    last: Reply | None = None
    intended: Intended | None = None


_STATE = TypeAdapter(State)
_REPLY = TypeAdapter(Reply)


def dump(state: State) -> str:
    """The state as JSON."""
    return _STATE.dump_json(state).decode()


def load(text: str) -> State:
    """The state back from JSON; pydantic's ValidationError where it is none."""
    return _STATE.validate_json(text)


def dump_reply(reply: Reply) -> str:
    """A reply as JSON, the shape that goes out over HTTP."""
    return _REPLY.dump_json(reply).decode()


def load_reply(text: str) -> Reply:
    """A reply back from JSON."""
    return _REPLY.validate_json(text)
