"""Whisper base (int8, CTranslate2) by faster-whisper. It does not stream: partials are decodes of a
growing window, and the final is decoded ahead of time, while she pauses."""

import math
from pathlib import Path

import numpy as np
from faster_whisper import WhisperModel

from speech.audio import BYTES_PER_SECOND, SAMPLE_RATE, seconds
from speech.decoding import THREADS, WORKERS
from speech.recogniser import Recogniser, Transcript
from speech.script import written

# In simplified characters and with punctuation, which the text that follows then has, too.
PROMPT = "以下是普通话的句子。"
FINAL_BEAM, PARTIAL_BEAM = 5, 1
PARTIAL_EVERY = int(1.5 * BYTES_PER_SECOND)

# The model hears 30 s at a time. A pause ends a window that is long enough; without any pause the
# quietest place before the limit does.
WINDOW_ENOUGH = 20 * BYTES_PER_SECOND
WINDOW_MOST = 28 * BYTES_PER_SECOND
_QUIET_SEARCH = 6 * SAMPLE_RATE
_QUIET_FRAME = SAMPLE_RATE // 10

# Nobody says more than this; a decode that goes on longer is in a loop.
_TOKENS_PER_SECOND, _TOKENS_LEAST = 12, 24


class WhisperRecogniser:
    """One utterance: windows that are done with, and the one that still grows."""

    def __init__(self, model: WhisperModel, engine: str) -> None:
        self._model, self._engine = model, engine
        self._done: list[Transcript] = []
        self._window = bytearray()
        self._settled: Transcript | None = None
        self._decoded = 0
        self._shown = ""

    def feed(self, pcm: bytes) -> str | None:
        """Take sound; a partial once there is enough new sound since the last decode."""
        self._take(pcm)
        if len(self._window) - self._decoded < PARTIAL_EVERY:
            return None
        return self._show(self._decode(bytes(self._window), PARTIAL_BEAM))

    def settle(self) -> str | None:
        """Decode in full now; if nothing more comes, that is the final."""
        if self._settled is None and self._window:
            self._settled = self._decode(bytes(self._window), FINAL_BEAM)
            text = self._show(self._settled)
            if len(self._window) >= WINDOW_ENOUGH:
                self._close_window(self._settled)
            return text
        return None

    def finish(self, tail: bytes = b"") -> Transcript:
        """All of it; the confidence is the mean probability of a token."""
        self._take(tail)
        if self._window:
            last = self._settled or self._decode(bytes(self._window), FINAL_BEAM)
            self._done.append(last)
        heard = sum(part.seconds for part in self._done)
        sure = sum(part.confidence * part.seconds for part in self._done)
        return Transcript(
            text=written("".join(part.text for part in self._done)),
            confidence=sure / heard if heard else 0.0,
            engine=self._engine,
            seconds=heard,
        )

    def _take(self, pcm: bytes) -> None:
        if not pcm:
            return
        self._settled = None
        self._window += pcm
        while len(self._window) > WINDOW_MOST:
            cut = _quietest(bytes(self._window[:WINDOW_MOST]))
            head, rest = bytes(self._window[:cut]), self._window[cut:]
            self._close_window(self._decode(head, FINAL_BEAM), rest)

    def _close_window(self, transcript: Transcript, rest: bytearray | None = None) -> None:
        self._done.append(transcript)
        self._window = rest if rest is not None else bytearray()
        self._settled = None
        self._decoded = 0

    def _show(self, window: Transcript) -> str | None:
        text = written("".join([*(part.text for part in self._done), window.text]))
        if not text or text == self._shown:
            return None
        self._shown = text
        return text

    def _decode(self, pcm: bytes, beam: int) -> Transcript:
        self._decoded = len(pcm)
        sound = np.frombuffer(pcm, dtype="<i2").astype(np.float32) / np.float32(32768)
        length = seconds(len(pcm))
        segments, _ = self._model.transcribe(
            sound,
            language="zh",
            beam_size=beam,
            temperature=0.0,  # falling back to guesses takes many times as long
            condition_on_previous_text=False,
            without_timestamps=True,
            initial_prompt=PROMPT,
            max_new_tokens=_TOKENS_LEAST + int(_TOKENS_PER_SECOND * length),
        )
        found = [segment for segment in segments if segment.text.strip()]
        tokens = sum(len(segment.tokens) for segment in found)
        likely = sum(segment.avg_logprob * len(segment.tokens) for segment in found)
        return Transcript(
            text=written("".join(segment.text for segment in found)),
            confidence=min(1.0, math.exp(likely / tokens)) if tokens else 0.0,
            engine=self._engine,
            seconds=length,
        )


def _quietest(pcm: bytes) -> int:
    """The byte where the quietest tenth of a second of the last six seconds begins."""
    samples = np.frombuffer(pcm, dtype="<i2").astype(np.float32)
    tail = samples[-_QUIET_SEARCH:]
    tail = tail[: len(tail) - len(tail) % _QUIET_FRAME].reshape(-1, _QUIET_FRAME)
    frame = int(np.argmin((tail**2).mean(axis=1)))
    start = max(0, len(samples) - _QUIET_SEARCH) + frame * _QUIET_FRAME
    return 2 * max(start, _QUIET_FRAME)


class WhisperEngine:
    """A loaded Whisper model."""

    streaming = False

    def __init__(self, name: str, model: WhisperModel) -> None:
        self.name = name
        self._model = model

    def open(self) -> Recogniser:
        """A recogniser for one utterance."""
        return WhisperRecogniser(self._model, self.name)


def load_engine(name: str, folder: Path) -> WhisperEngine:
    """The model in `folder`, warmed up so that the first resident does not wait for that."""
    model = WhisperModel(
        str(folder),
        device="cpu",
        compute_type="int8",
        cpu_threads=THREADS,
        num_workers=WORKERS,
        local_files_only=True,
    )
    engine = WhisperEngine(name, model)
    engine.open().finish(bytes(BYTES_PER_SECOND))
    return engine
