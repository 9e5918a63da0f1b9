"""Whisper base (int8, CTranslate2) by faster-whisper. It does not stream: a growing window is
decoded while she speaks, its agreed beginning is the partial; the final is decoded in a pause."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path

import numpy as np
from ctranslate2 import StorageView
from faster_whisper import WhisperModel
from faster_whisper.audio import pad_or_trim
from faster_whisper.tokenizer import Tokenizer
from faster_whisper.transcribe import get_suppressed_tokens
from numpy.typing import NDArray

from speech.audio.pcm import BYTES_PER_SECOND, SAMPLE_RATE, seconds
from speech.stt.decoding import THREADS
from speech.stt.orthography import SIGNS, written
from speech.stt.recogniser import Corrector, Recogniser, Shown, Transcript

# In simplified characters and with punctuation, which the text that follows then has, too. It names
# no matter: a prompt that spoke of 路灯 made 弄堂口 into 路灯口.
PROMPT = "以下是居民用普通话反映的问题。"


@dataclass(frozen=True)
class Effort:
    """How hard a decode tries. Frames are hundredths of a second: of all that is decoded at least,
    and of silence after the sound.

    The model was trained on 30 s, and invents a continuation where too little silence follows;
    with 15 s it makes no more mistakes than with 30, in half the time.
    """

    beam: int
    least_frames: int
    spare_frames: int


FINAL = Effort(beam=5, least_frames=1_500, spare_frames=500)
PARTIAL = Effort(beam=1, least_frames=800, spare_frames=300)
MOST_FRAMES = 3_000

PARTIAL_EVERY = int(0.8 * BYTES_PER_SECOND)

# The model hears 30 s at a time. A pause ends a window that is long enough; without any pause the
# quietest place before the limit does.
WINDOW_ENOUGH = 20 * BYTES_PER_SECOND
WINDOW_MOST = 28 * BYTES_PER_SECOND
_QUIET_SEARCH = 6 * SAMPLE_RATE
_QUIET_FRAME = SAMPLE_RATE // 10

# Nobody says more than this; a decode that goes on longer is in a loop.
_TOKENS_PER_SECOND, _TOKENS_LEAST = 12, 24

_AS_MODEL_WRITES = str.maketrans("，？！；：", ",?!;:")
_LEAST_LIKELY = 1e-9
_ENCODED_A_SECOND, _AFTER_S = 50, 0.5
# When each character was said is nothing to us, and takes a sixth of the time.
_UNALIGNED = 2


class Agreement:
    """What two decodes of a growing window agree on, which is not taken back any more.

    LocalAgreement-2 of Macháček, Dabre and Bojar 2023, Turning Whisper into Real-Time
    Transcription System. The next decode need only write what comes after it.
    """

    def __init__(self) -> None:
        self._last = ""
        self.agreed = ""

    def take(self, text: str) -> str:
        """One more hypothesis, which begins with what was agreed; what is agreed now."""
        self.agreed = max(self.agreed, _common(self._last, text), key=len)
        self._last = text
        return self.agreed

    def settle(self, text: str) -> None:
        """A decode in full: all of it is agreed but the mark at its end, for she may go on."""
        self.agreed = self._last = text.rstrip(SIGNS)


def _common(one: str, other: str) -> str:
    """How both begin."""
    pairs = zip(one, other, strict=False)
    return "".join(a for a, _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


class WhisperRecogniser:
    """One utterance: windows that are done with, and the one that still grows."""

    def __init__(self, engine: "WhisperEngine") -> None:
        self._engine = engine
        self._done: list[Transcript] = []
        self._window = bytearray()
        self._settled: Transcript | None = None
        self._agreement = Agreement()
        self._decoded = 0
        self._shown = Shown()

    def feed(self, pcm: bytes) -> str | None:
        """Take sound; a partial once there is enough new sound since the last decode."""
        self._take(pcm)
        if len(self._window) - self._decoded < PARTIAL_EVERY:
            return None
        heard = self._decode(bytes(self._window), PARTIAL, self._agreement.agreed)
        return self._show(self._agreement.take(heard.text))

    def settle(self) -> str | None:
        """Decode in full now; if nothing more comes, that is the final."""
        if self._settled is None and self._window:
            self._settled = self._decode(bytes(self._window), FINAL)
            self._agreement.settle(self._settled.text)
            text = self._show(self._settled.text)
            if len(self._window) >= WINDOW_ENOUGH:
                self._close_window(self._settled)
            return text
        return None

    def finish(self, tail: bytes = b"") -> Transcript:
        """All of it; the confidence is the mean probability of a token."""
        self._take(tail)
        if self._window:
            last = self._settled or self._decode(bytes(self._window), FINAL)
            self._done.append(last)
        heard = sum(part.seconds for part in self._done)
        sure = sum(part.confidence * part.seconds for part in self._done)
        text = written("".join(part.text for part in self._done))
        original = written("".join(part.original or part.text for part in self._done))
        return Transcript(
            text=text,
            confidence=sure / heard if heard else 0.0,
            engine=self._engine.name,
            seconds=heard,
            original=original if original != text else None,
        )

    def _take(self, pcm: bytes) -> None:
        if not pcm:
            return
        self._settled = None
        self._window += pcm
        while len(self._window) > WINDOW_MOST:
            cut = _quietest(bytes(self._window[:WINDOW_MOST]))
            head, rest = bytes(self._window[:cut]), self._window[cut:]
            self._close_window(self._decode(head, FINAL), rest)

    def _close_window(self, transcript: Transcript, rest: bytearray | None = None) -> None:
        self._done.append(transcript)
        self._window = rest if rest is not None else bytearray()
        self._settled = None
        self._agreement = Agreement()
        self._decoded = 0

    def _show(self, window: str) -> str | None:
        text = written("".join([*(part.text for part in self._done), window]))
        return self._shown.news(text)

    def _decode(self, pcm: bytes, effort: Effort, said: str = "") -> Transcript:
        self._decoded = len(pcm)
        return self._engine.decode(pcm, effort, said)


def _quietest(pcm: bytes) -> int:
    """The byte where the quietest tenth of a second of the last six seconds begins."""
    samples = np.frombuffer(pcm, dtype="<i2").astype(np.float32)
    tail = samples[-_QUIET_SEARCH:]
    tail = tail[: len(tail) - len(tail) % _QUIET_FRAME].reshape(-1, _QUIET_FRAME)
    frame = int(np.argmin((tail**2).mean(axis=1)))
    start = max(0, len(samples) - _QUIET_SEARCH) + frame * _QUIET_FRAME
    return 2 * max(start, _QUIET_FRAME)


class WhisperEngine:
    """A loaded Whisper model.

    It decodes by CTranslate2 itself: faster-whisper's own `transcribe` makes every window 30 s
    long, which takes twice the time for what people say at a kiosk.
    """

    streaming = False

    def __init__(self, name: str, model: WhisperModel) -> None:
        self.name = name
        self.corrector: Corrector | None = None
        self._model = model
        self._tokenizer = Tokenizer(
            model.hf_tokenizer, multilingual=True, task="transcribe", language="zh"
        )
        self._prompt = model.get_prompt(
            self._tokenizer, self._tokenizer.encode(PROMPT), without_timestamps=True
        )
        self._suppressed = list(get_suppressed_tokens(self._tokenizer, [-1]))

    def open(self, _phrases: Sequence[str] = (), /) -> Recogniser:
        """A recogniser for one utterance."""
        return WhisperRecogniser(self)

    def decode(self, pcm: bytes, effort: Effort, said: str = "") -> Transcript:
        """At most 30 s of sound at once; the confidence is the mean probability of a token.

        The text begins with `said`, and only what comes after it is decoded.
        """
        length = seconds(len(pcm))
        samples = np.frombuffer(pcm, dtype="<i2").astype(np.float32) / np.float32(32768)
        sound = self._model.encode(_padded(self._model.feature_extractor(samples), effort))
        corrector = self.corrector if effort is FINAL else None
        prompt = [*self._prompt, *self._tokens(said)]
        found = self._model.model.generate(
            sound,
            [prompt],
            beam_size=effort.beam,
            num_hypotheses=effort.beam if corrector else 1,
            max_length=len(prompt) + _TOKENS_LEAST + int(_TOKENS_PER_SECOND * length),
            suppress_tokens=self._suppressed,
            return_scores=True,
        )[0]
        heard = [self._text(tokens) for tokens in found.sequences_ids]
        text = heard[0]
        if corrector and text:
            # What follows the sound says nothing, and every text would be compared with it.
            heard_of = np.asarray(sound)[:, : round(_ENCODED_A_SECOND * (length + _AFTER_S))]
            text = corrector(heard, lambda texts: self._judge(heard_of, texts))
        return Transcript(
            text=text,
            confidence=min(1.0, math.exp(found.scores[0])) if found.sequences_ids[0] else 0.0,
            engine=self.name,
            seconds=length,
            original=heard[0],
        )

    def _judge(self, sound: NDArray[np.float32], texts: Sequence[str]) -> list[float]:
        """Logarithms of how likely the model finds each text, were it made to write it; that it
        ends there is not in them."""
        many = StorageView.from_array(np.repeat(sound, len(texts), axis=0))
        tokens = [self._tokens(text) for text in texts]
        judged = self._model.model.align(many, self._prompt, tokens, _UNALIGNED)
        return [
            float(np.log(np.maximum(one.text_token_probs, _LEAST_LIKELY)).sum()) for one in judged
        ]

    def _tokens(self, text: str) -> list[int]:
        tokens: list[int] = self._tokenizer.encode(text.translate(_AS_MODEL_WRITES))
        return tokens

    def _text(self, tokens: list[int]) -> str:
        # Where there is little to recognise, the prompt comes back.
        return written(self._tokenizer.decode(tokens)).replace(PROMPT, "")


def _padded(features: NDArray[np.float32], effort: Effort) -> NDArray[np.float32]:
    wanted = max(effort.least_frames, features.shape[-1] + effort.spare_frames)
    return np.asarray(pad_or_trim(features, min(MOST_FRAMES, wanted)), dtype=np.float32)


def load_engine(name: str, folder: Path) -> WhisperEngine:
    """The model in `folder`, warmed up so that the first resident does not wait for that."""
    model = WhisperModel(
        str(folder),
        device="cpu",
        compute_type="int8",
        cpu_threads=THREADS,
        num_workers=1,
        local_files_only=True,
    )
    engine = WhisperEngine(name, model)
    engine.open().finish(bytes(BYTES_PER_SECOND))
    return engine
