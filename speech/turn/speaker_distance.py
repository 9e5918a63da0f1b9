"""Whether a voice is near: pure counters over how loud frames are, in decibels of full scale.

A browser's gain control moves every level, so none counts by itself: a voice is compared with the
loudest voice of this utterance, and with the noise of the room.
"""

from collections import deque
from dataclasses import dataclass

import numpy as np

_SILENCE = -100.0
# A syllable's vowel is louder than all around it; four tenths of a second always hold one.
_SYLLABLE_FRAMES = 12
# The quietest tenth of three seconds is the room; of less than half a second nothing is known.
_ROOM_FRAMES, _ROOM_LEAST, _ROOM_SHARE = 94, 16, 0.1
# Her loudness is a mean over some seconds: gain controls take as long to find their level.
_RISE, _FALL = 0.05, 0.03
# One quiet syllable is not somebody else.
_LOST_FRAMES, _FOUND_FRAMES = 8, 4


@dataclass(frozen=True)
class Reach:
    """How far a voice may be, in dB: that much below hers it is lost, within `found` it is near
    again; the first voice is to be `over_noise` above the room."""

    lost: float = 10.0
    found: float = 6.0
    over_noise: float = 8.0


NEAR = Reach()
ANY = Reach(lost=float("inf"), found=float("inf"), over_noise=float("-inf"))
"""Takes whatever voice there is."""


def level(frame: bytes) -> float:
    """How loud s16le samples are, in decibels of full scale; an offset of the line is not loud."""
    samples = np.frombuffer(frame, dtype="<i2").astype(np.float32)
    power = float(samples.var()) / 32768**2
    return 10 * float(np.log10(power)) if power > 0 else _SILENCE


class SpeakerDistance:
    """One utterance."""

    def __init__(self, reach: Reach = NEAR) -> None:
        self.reach = reach
        self.hers: float | None = None
        """How loud she speaks."""
        self.near = False
        self._syllable: deque[float] = deque(maxlen=_SYLLABLE_FRAMES)
        self._room: deque[float] = deque(maxlen=_ROOM_FRAMES)
        self._other = 0

    def step(self, level: float, voiced: bool) -> bool:
        """One more frame; whether a voice in it is a near one."""
        self._syllable.append(level)
        self._room.append(level)
        if not voiced:
            return False
        loud = max(self._syllable)
        if self.hers is None:
            if loud < self._noise() + self.reach.over_noise:
                return False
            self.hers, self.near = loud, True
        self._compare(loud, self.hers)
        if self.near and self.hers - loud <= self.reach.lost:
            self.hers += (_RISE if loud > self.hers else _FALL) * (loud - self.hers)
        return self.near

    def _compare(self, loud: float, hers: float) -> None:
        """Near until she is lost for a while, far until she is found for a while."""
        reach = self.reach.lost if self.near else self.reach.found
        if (hers - loud <= reach) is self.near:
            self._other = 0
            return
        self._other += 1
        if self._other >= (_LOST_FRAMES if self.near else _FOUND_FRAMES):
            self.near, self._other = not self.near, 0

    def _noise(self) -> float:
        if len(self._room) < _ROOM_LEAST:
            return _SILENCE
        return sorted(self._room)[int(len(self._room) * _ROOM_SHARE)]
