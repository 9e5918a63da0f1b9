"""What an engine is: text in, intents and topics out, each with its confidence."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol

from nlu.understanding import Intent, Topic


class UnknownEngineError(ValueError):
    """No engine of this name; the message lists those there are."""


@dataclass(frozen=True)
class Guess:
    """What an engine makes of one text: the likeliest intents and topics, best first."""

    intents: tuple[Intent, ...]
    topics: tuple[Topic, ...]


@dataclass(frozen=True)
class Remote:
    """Where an engine outside this process answers. Without a `token`, the one that `make rasa`
    made under `home` counts."""

    url: str = "http://127.0.0.1:5005"
    token: str | None = None
    home: Path | None = None


class IntentEngine(Protocol):
    """Classifies one text. Thread-safe; never raises on any text that is not blank."""

    def classify(self, text: str) -> Guess:
        """The likeliest intents and topics of a text."""
        ...

    @property
    def in_process(self) -> "IntentEngine":
        """What of it answers at once, without another server."""
        ...

    def cut(self, text: str) -> Sequence[str]:
        """The words of a text in order; joined they are the text again."""
        ...

    def frequency(self, word: str) -> int:
        """How common a word is in ordinary Chinese; 0 for rare and unknown ones."""
        ...


ENGINES: dict[str, str] = {"embedded": "nlu.intent.embedded", "rasa": "nlu.rasa.engine"}
"""Where each engine lives: a module with `start(cache: Path, learned: Path | None, remote: Remote)
-> IntentEngine`, imported when chosen."""


def start(
    name: str, cache: Path, learned: Path | None = None, remote: Remote | None = None
) -> IntentEngine:
    """Start an engine by name; `learned` is where a nlu.topic.history.History lies.

    Raises UnknownEngineError.
    """
    if name not in ENGINES:
        raise UnknownEngineError(f"no engine {name!r}; there are: {', '.join(ENGINES)}")
    begin: Callable[[Path, Path | None, Remote], IntentEngine] = import_module(ENGINES[name]).start
    return begin(cache, learned, remote or Remote())
