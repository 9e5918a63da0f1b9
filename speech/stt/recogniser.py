"""What turns sound into text: the protocols, what comes out, and which engines there are."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast, runtime_checkable


@dataclass(frozen=True)
class Transcript:
    """What was heard. `confidence` runs from 0 to 1, `seconds` is the sound it was made from.

    `original` is what the engine wrote, where a corrector put that right.
    """

    text: str
    confidence: float
    engine: str
    seconds: float
    original: str | None = None


Judge = Callable[[Sequence[str]], Sequence[float]]
"""How likely each text is given the sound: natural logarithms, all of one utterance."""
Corrector = Callable[[Sequence[str], Judge], str]
"""The text that was meant, from what an engine may have heard, best first."""


class RecognitionError(Exception):
    """An engine that broke, or could not be loaded."""


class Shown:
    """The partial that was told last: the same one is not told again."""

    def __init__(self) -> None:
        self._last = ""

    def news(self, text: str) -> str | None:
        """The text, where there is one and it has changed."""
        if not text or text == self._last:
            return None
        self._last = text
        return text


class Recogniser(Protocol):
    """One utterance. Called by one thread at a time; every call may take as long as a decode."""

    def feed(self, pcm: bytes) -> str | None:
        """Take s16le, 16 kHz, mono in whole samples; a new partial text, or None."""
        ...

    def settle(self) -> str | None:
        """She pauses: a good moment for work that `finish` would do. A new partial, or None."""
        ...

    def finish(self, tail: bytes = b"") -> Transcript:
        """Take the last sound, too, and give the text of all of it. Call once."""
        ...


class SpeechEngine(Protocol):
    """A loaded model; recognisers may be opened in any thread."""

    @property
    def name(self) -> str:
        """The model's name in speech.model.weights."""
        ...

    @property
    def streaming(self) -> bool:
        """Whether a partial costs next to nothing; otherwise each one is a decode."""
        ...

    def open(self, phrases: Sequence[str] = (), /) -> Recogniser:
        """A recogniser for one utterance; `phrases` are the answers that are likely, if any."""
        ...


@runtime_checkable
class Correctable(Protocol):
    """An engine that can judge other texts for what it heard, and so lets itself be corrected."""

    corrector: Corrector | None
    """May be set while it works."""


@runtime_checkable
class Bounded(Protocol):
    """An engine that hears so many at once; whoever comes beyond waits."""

    @property
    def room(self) -> int:
        """How many."""
        ...

    @property
    def full(self) -> bool:
        """Whether one more would have to wait."""
        ...


@runtime_checkable
class Teachable(Protocol):
    """An engine elsewhere: its corrector has to be made there, and it ends when it is closed."""

    @property
    def correctable(self) -> bool:
        """Whether it is Correctable there."""
        ...

    @property
    def trouble(self) -> str | None:
        """Why it hears nothing now, if so."""
        ...

    def learn(self, make: Callable[[], Corrector]) -> None:
        """Correct with what `make`, a picklable call, gives there. Waits for that."""
        ...

    def close(self) -> None:
        """End it."""
        ...


# By module name, so that an engine's library is imported only when it is to be loaded. The module
# has a function `load_engine(name, folder) -> Engine`.
ENGINES = {
    "vosk-cn": "speech.stt.vosk_engine",
    "whisper-base": "speech.stt.whisper_engine",
    "vosk-ko": "speech.stt.vosk_engine",
}


def load(name: str, folder: Path) -> SpeechEngine:
    """The engine `name` on the weights in `folder`. Raises RecognitionError."""
    try:
        module = import_module(ENGINES[name])
        return cast("Callable[[str, Path], SpeechEngine]", module.load_engine)(name, folder)
    except Exception as error:
        # The libraries raise bare Exceptions; whichever it was, this engine cannot be had.
        raise RecognitionError(f"{name} could not be loaded: {error}") from error
