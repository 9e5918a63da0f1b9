"""The engine that asks Rasa, and the embedded one at its side for when Rasa does not answer.

Rasa says what a text wants. What it is about, its words and their frequency stay the embedded
engine's, which also learns from a station's own history.
"""

import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path

from nlu.classifier.features import shorten
from nlu.intent import embedded
from nlu.intent.engine import Guess, IntentEngine, Remote
from nlu.rasa.client import RasaClient, RasaError, RasaSilentError
from nlu.rasa.token import read

PAUSE = 5.0
"""Seconds in which nobody waits for a Rasa that was silent."""
_log = logging.getLogger(__name__)


class Rasa:
    """Intents from Rasa, all else from `spare`, which takes over whole while Rasa fails."""

    def __init__(
        self, client: RasaClient, spare: IntentEngine, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._client = client
        self._spare = spare
        self._clock = clock
        self._lock = threading.Lock()
        self._failing = False
        self._silent_until = float("-inf")
        self.cut = spare.cut
        self.frequency = spare.frequency

    @property
    def in_process(self) -> IntentEngine:
        """The embedded engine."""
        return self._spare

    def classify(self, text: str) -> Guess:
        """Rasa's intents with the embedded engine's topics; the embedded ones for all else."""
        guess = self._spare.classify(text)
        if self._clock() < self._silent_until:
            return guess
        try:
            intents = self._client.intents(shorten(text))
        except RasaError as error:
            self._fails(error)
            return guess
        self._answers()
        return Guess(intents, guess.topics)

    def _fails(self, error: RasaError) -> None:
        with self._lock:
            if isinstance(error, RasaSilentError):
                self._silent_until = self._clock() + PAUSE
            if not self._failing:
                self._failing = True
                _log.warning("Rasa fails (%s): the embedded engine takes over", error)

    def _answers(self) -> None:
        with self._lock:
            if self._failing:
                self._failing = False
                _log.warning("Rasa answers again")


def start(cache: Path, learned: Path | None, remote: Remote) -> Rasa:
    """Rasa where it answers, up or not, with the embedded engine started beside it.

    Raises ValueError where that is no address.
    """
    token = remote.token or (read(remote.home) if remote.home else None)
    return Rasa(RasaClient(remote.url, token), embedded.start(cache, learned))
