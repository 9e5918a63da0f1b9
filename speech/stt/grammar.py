"""Vosk where few answers are likely: its runtime grammar, and whether to believe what it found.

A grammar hears one of its phrases in anything. So the whole model listens beside it and says how
much better it explains the sound with words of its own choice: twenty times the work of the
grammar, and what would have been done without it anyway.
"""

import json
import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from vosk import KaldiRecognizer

from speech.audio.pcm import SAMPLE_RATE, seconds
from speech.stt.recogniser import Recogniser, Shown, Transcript

UNKNOWN = "[unk]"
DOUBT = 12.0
"""Natural logarithms a second of speech by which the whole model may find other words likelier.
Mostly less where one of the phrases was said, mostly more where something else was."""
ALIKE = 0.8
"""How much of the speech that one of them finds the other must find, too."""
_LONGEST = 8
_MARKS = re.compile(r"[\W_]+")
Phrase = tuple[str, ...]


def cut(phrase: str, known: Callable[[str], bool]) -> Phrase | None:
    """The fewest words that the model knows, None where there are none for some of it."""
    words: list[str] = []
    for piece in _MARKS.sub(" ", phrase).split():
        ways: list[Phrase | None] = [()]
        for end in range(1, len(piece) + 1):
            before = [
                (*way, piece[begin:end])
                for begin in range(max(0, end - _LONGEST), end)
                if (way := ways[begin]) is not None and known(piece[begin:end])
            ]
            ways.append(min(before, key=len, default=None))
        best = ways[-1]
        if best is None:
            return None
        words += best
    return tuple(words) or None


def expected(phrases: Iterable[str], known: Callable[[str], bool]) -> frozenset[Phrase]:
    """The phrases that the model can hear, in its words."""
    return frozenset(words for phrase in phrases if (words := cut(phrase, known)))


def within(words: Sequence[str], phrases: Iterable[Phrase], *, whole: bool = False) -> bool:
    """Whether this is one of the phrases, maybe several times, or begins one if not `whole`."""
    return any(
        all(word == phrase[n % len(phrase)] for n, word in enumerate(words))
        and not (whole and len(words) % len(phrase))
        for phrase in phrases
    )


class ExpectingRecogniser:
    """One utterance that is probably one of some phrases. Once it is none of them, all of it is
    heard again without them."""

    def __init__(
        self,
        model: Any,
        engine: str,
        phrases: frozenset[Phrase],
        reopen: Callable[[], Recogniser],
        written: Callable[[Sequence[str]], str],
    ) -> None:
        """`written` makes a text of words."""
        self._engine, self._phrases = engine, phrases
        self._reopen, self._written = reopen, written
        grammar = [" ".join(phrase) for phrase in sorted(phrases)]
        if model.vosk_model_find_word(UNKNOWN) >= 0:
            grammar.append(UNKNOWN)
        self._strict = _Scored(
            KaldiRecognizer(model, SAMPLE_RATE, json.dumps(grammar, ensure_ascii=False))
        )
        self._free = _Scored(KaldiRecognizer(model, SAMPLE_RATE))
        self._said = bytearray()
        self._shown = Shown()
        self._again: Recogniser | None = None

    def feed(self, pcm: bytes) -> str | None:
        """Take sound; the text so far where it has changed."""
        if self._again:
            return self._again.feed(pcm)
        if not pcm:
            return None
        self._said += pcm
        words = self._strict.feed(pcm)
        self._free.feed(pcm)
        if not within(words, self._phrases):
            return self._anew().feed(bytes(self._said))
        return self._shown.news(self._written(words))

    def settle(self) -> str | None:
        """Nothing to do ahead of time."""
        return None

    def finish(self, tail: bytes = b"") -> Transcript:
        """All of it; the confidence falls from 1 to a half where the whole model doubts it."""
        self.feed(tail)
        if self._again:
            return self._again.finish()
        words = self._strict.finish()
        self._free.finish()
        doubt = self._doubt() if words and within(words, self._phrases, whole=True) else math.inf
        if doubt > DOUBT:
            return self._anew().finish(bytes(self._said))
        return Transcript(
            text=self._written(words),
            confidence=1.0 - max(0.0, doubt) / (2 * DOUBT),
            engine=self._engine,
            seconds=seconds(len(self._said)),
        )

    def _doubt(self) -> float:
        short, long = sorted((self._strict.seconds, self._free.seconds))
        if short < ALIKE * long:
            return math.inf
        return (self._free.score - self._strict.score) / long if long else math.inf

    def _anew(self) -> Recogniser:
        self._again = self._reopen()
        return self._again


class _Scored:
    """A recogniser of Vosk that tells how likely it finds what it heard, instead of each word."""

    def __init__(self, recogniser: Any) -> None:
        self.score = 0.0
        self.seconds = 0.0
        self._words: list[str] = []
        self._recogniser = recogniser
        recogniser.SetMaxAlternatives(1)
        recogniser.SetWords(True)

    def feed(self, pcm: bytes) -> list[str]:
        """The words so far."""
        if self._recogniser.AcceptWaveform(pcm):
            self._keep(self._recogniser.Result())
            return self._words
        running: str = json.loads(self._recogniser.PartialResult())["partial"]
        return self._words + running.split()

    def finish(self) -> list[str]:
        """All words."""
        self._keep(self._recogniser.FinalResult())
        return self._words

    def _keep(self, result: str) -> None:
        best = json.loads(result)["alternatives"][0]
        self.score += best["confidence"]
        self.seconds += sum(word["end"] - word["start"] for word in best.get("result", []))
        self._words += best["text"].split()
