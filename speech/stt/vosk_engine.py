"""Vosk: streams, so a partial costs next to nothing. https://alphacephei.com/vosk/"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from vosk import KaldiRecognizer, Model, SetLogLevel

from speech.audio.pcm import SAMPLE_RATE, seconds
from speech.stt.grammar import UNKNOWN, ExpectingRecogniser, expected
from speech.stt.orthography import written
from speech.stt.recogniser import Recogniser, Shown, Transcript

SetLogLevel(-1)  # Kaldi writes to stderr in a language of its own

# Vosk puts a space between words; Chinese has none, Korean does.
_UNSPACED = {"vosk-cn"}
SHARED = True
"""A loaded model has no threads: processes that are forked share it."""


class VoskRecogniser:
    """One utterance. Vosk ends phrases by itself at pauses; they are joined here."""

    def __init__(self, model: Any, engine: str) -> None:
        self._recogniser = KaldiRecognizer(model, SAMPLE_RATE)
        self._recogniser.SetWords(True)
        self._engine = engine
        self._words: list[dict[str, Any]] = []
        self._taken = 0
        self._shown = Shown()

    def feed(self, pcm: bytes) -> str | None:
        """Take sound; the text so far where it has changed."""
        running: list[str] = []
        if pcm:
            self._taken += len(pcm)
            if self._recogniser.AcceptWaveform(pcm):
                self._keep(self._recogniser.Result())
            else:
                running = json.loads(self._recogniser.PartialResult())["partial"].split()
        return self._shown.news(self._text(running))

    def settle(self) -> str | None:
        """Nothing to do ahead of time."""
        return None

    def finish(self, tail: bytes = b"") -> Transcript:
        """All of it; the confidence is the mean over the words."""
        self.feed(tail)
        self._keep(self._recogniser.FinalResult())
        sure = [word["conf"] for word in self._words]
        return Transcript(
            text=self._text([]),
            confidence=min(1.0, max(0.0, sum(sure) / len(sure))) if sure else 0.0,
            engine=self._engine,
            seconds=seconds(self._taken),
        )

    def _keep(self, result: str) -> None:
        self._words += json.loads(result).get("result", [])

    def _text(self, running: list[str]) -> str:
        words = [str(word["word"]) for word in self._words] + running
        return _written(words, self._engine)


def _written(words: Sequence[str], engine: str) -> str:
    joint = "" if engine in _UNSPACED else " "
    return written(joint.join(word for word in words if word != UNKNOWN))


class VoskEngine:
    """A loaded Vosk model."""

    streaming = True

    def __init__(self, name: str, model: Any) -> None:
        self.name = name
        self._model = model

    def open(self, phrases: Sequence[str] = (), /) -> Recogniser:
        """A recogniser for one utterance; phrases that have words unknown to it are left out."""
        likely = expected(phrases, lambda word: self._model.vosk_model_find_word(word) >= 0)
        if not likely:
            return self._free()
        return ExpectingRecogniser(
            self._model, self.name, likely, self._free, lambda words: _written(words, self.name)
        )

    def _free(self) -> Recogniser:
        return VoskRecogniser(self._model, self.name)


def load_engine(name: str, folder: Path) -> VoskEngine:
    """The model in `folder`. Vosk raises a bare Exception where it is none."""
    return VoskEngine(name, Model(str(folder)))
