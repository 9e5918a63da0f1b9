"""Where a conversation stands between two turns."""

import re
from dataclasses import dataclass

from data.stored import Read, Stored, fields, fitting
from handlers.context.draft import Draft
from handlers.message import resident_text
from handlers.message.turn import Button, Card, Reply
from handlers.opinion import receipt
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


_CODES = re.compile(r'"codes"\s*:\s*\[([^\]]*)')


def dump(state: State) -> str:
    """The state as JSON."""
    return _STATE.dump(state)


def load(text: str) -> State:
    """The state back from JSON, whichever release wrote it."""
    return _STATE.load(text)


def read(text: str) -> Read[State]:
    """The same, and whether anything that was open had to be left behind."""
    return _STATE.read(text)


def dump_reply(reply: Reply) -> str:
    """A reply as JSON."""
    return _REPLY.dump(reply)


def load_reply(text: str) -> Reply:
    """A reply back from JSON, whichever release wrote it."""
    return _REPLY.load(text)


def _rescued(text: str) -> State:
    """What nobody may lose: the receipt codes, also out of a text that breaks off, and how often
    a wrong one was tried."""
    found = _CODES.search(text)
    codes = re.findall(r"\d+", found[1]) if found else []
    tried = fields(text).get("wrong_codes")
    return State(
        codes=tuple(code for code in codes if receipt.valid(code)),
        wrong_codes=tried if isinstance(tried, int) else 0,
    )


def _reply_again(text: str) -> Reply:
    """What was said then, without what this release cannot show; else the wish to hear it again."""
    shape = fields(text)
    said, spoken = shape.get("text"), shape.get("say")
    if not isinstance(said, str) or not said:
        return Reply(resident_text.SAY_AGAIN, resident_text.SAY_AGAIN)
    return Reply(
        said,
        spoken if isinstance(spoken, str) and spoken else said,
        tuple(fitting(Button, shape.get("buttons"))),
        next(iter(fitting(Card, [shape.get("card")])), None),
    )


_STATE = Stored("state", State, _rescued)
_REPLY = Stored("reply", Reply, _reply_again)
