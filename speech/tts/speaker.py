"""What turns text into sound: the protocol, what comes out, and which speakers there are."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

Cutter = Callable[[str], list[str]]
"""Cuts a text into its words; joined they are the text again."""


class SpeechError(Exception):
    """A speaker that broke, or could not be loaded."""


class Speaker(Protocol):
    """A voice that is loaded. Called by one thread at a time."""

    @property
    def name(self) -> str:
        """Its name in SPEAKERS."""
        ...

    @property
    def rate(self) -> int:
        """Samples a second of what it says."""
        ...

    def say(self, text: str) -> bytes:
        """A sentence or less, in spoken form (speech.tts.spoken_form), as s16le mono; empty where
        there is nothing to say. Takes as long as it takes. Raises SpeechError."""
        ...


# By module name, so that a speaker's library is imported only when it is to be loaded. The module
# has a function `load_speaker(folder, cutting) -> Speaker`; only kokoro-zh has weights in a folder.
SPEAKERS = {"kokoro-zh": "speech.tts.kokoro", "espeak-ng": "speech.tts.espeak"}


def load(name: str, folder: Path, cutting: Callable[[], Cutter]) -> Speaker:
    """The speaker `name`, on the weights in `folder` where it has any; `cutting` makes a cutter
    for one that needs to know where words begin. Raises SpeechError."""
    try:
        module = import_module(SPEAKERS[name])
        make = cast("Callable[[Path, Callable[[], Cutter]], Speaker]", module.load_speaker)
        return make(folder, cutting)
    except Exception as error:
        # Whatever the library raised, this speaker cannot be had.
        raise SpeechError(f"{name} could not be loaded: {error}") from error
