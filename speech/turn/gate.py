"""The gate before the recogniser: lets speech through with a little before and after, nothing else.

What a recogniser never gets it cannot invent words for.
"""

from dataclasses import dataclass, field

from speech.turn.activity import FRAME_BYTES, Counter, End, Patience, Silero, VoiceActivity
from speech.turn.speaker_distance import NEAR, Reach, level

# Six tenths of a second: the start of a word is quiet and is noticed late.
BEFORE = 19 * FRAME_BYTES


@dataclass
class Passed:
    """What came through: sound, whether she pauses now, and whether the turn is over."""

    sound: bytearray = field(default_factory=bytearray)
    paused: bool = False
    end: End | None = None


class Gate:
    """One turn. Takes chunks of any size."""

    def __init__(
        self, patience: Patience, activity: VoiceActivity | None = None, reach: Reach = NEAR
    ) -> None:
        self._activity = activity or Silero()
        self.counter = Counter(patience, reach)
        self._rest = bytearray()
        self._before = bytearray()

    def feed(self, chunk: bytes) -> Passed:
        """Look at a chunk; sound after the end of the turn is not looked at."""
        passed = Passed(end=self.counter.end)
        self._rest += chunk
        while passed.end is None and len(self._rest) >= FRAME_BYTES:
            frame = bytes(self._rest[:FRAME_BYTES])
            del self._rest[:FRAME_BYTES]
            spoke = self.counter.speaking
            self.counter.step(self._activity.probability(frame), level(frame))
            if self.counter.speaking:
                if not spoke:
                    passed.sound += self._before
                    self._before.clear()
                passed.sound += frame
                passed.paused = False
            else:
                self._before += frame
                del self._before[:-BEFORE]
                passed.paused = passed.paused or spoke
            passed.end = self.counter.end
        return passed

    def finish(self) -> bytes:
        """The last piece of a frame, if she was still speaking; whole samples only."""
        if not self.counter.speaking:
            return b""
        return bytes(self._rest[: len(self._rest) - len(self._rest) % 2])
