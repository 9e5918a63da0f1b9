"""Near and far: what the gate makes of her voice, of a television and of both, before and after.

Before is a gate that takes whatever voice there is (`ANY`), after is the one that listens (`NEAR`).
Sounds are ../shared/speech clips put into a room (tests/speech/room.py): hers from 40 cm at
-26 dBFS, the television from 2.5 m with half a second of reverberation, noise at -60 dBFS.
"""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

import numpy as np

from speech.audio.codec import decode
from speech.audio.pcm import SAMPLE_RATE, seconds
from speech.model import weights
from speech.stt.recogniser import SpeechEngine
from speech.turn.activity import FRAME_BYTES, PATIENT, End, Silero
from speech.turn.gate import Gate
from speech.turn.speaker_distance import ANY, NEAR, Reach
from tests.bench.speech import HOME, clips, end_of_speech, ready, with_pauses
from tests.speech.room import (
    NEAR_DB,
    NEAR_M,
    Samples,
    at_level,
    floats,
    gain_controlled,
    heard_from,
    mixed,
    room_noise,
    television,
)
from tests.speech.sound import s16, silence
from tests.support.shared import find_shared

Row = tuple[str, str, str]
GATES = {"before": ANY, "after": NEAR}
BELOW = (12, 15, 20, 25)
QUIETER = (10, 20)
SURE = 15
TALKS_ON_S, ALONE_S, LEAD_S = 15, 12, 0.5
ALONE = 8
WHOLE = 0.95


@dataclass(frozen=True)
class Sound:
    """A sound and what voice activity says of its frames, looked at once for both gates."""

    pcm: bytes
    probabilities: list[float]


class Replay:
    """Says again what was found in a sound."""

    def __init__(self, sound: Sound) -> None:
        self._left = iter(sound.probabilities)

    def probability(self, frame: bytes) -> float:  # noqa: ARG002
        return next(self._left)


@dataclass(frozen=True)
class Heard:
    """A turn: seconds until its end, the End or None, and what passed."""

    ended: float
    end: End | None
    passed: bytes


def sound(pcm: bytes) -> Sound:
    """A sound that has been looked at."""
    detector = Silero()
    starts = range(0, len(pcm) - FRAME_BYTES + 1, FRAME_BYTES)
    return Sound(pcm, [detector.probability(pcm[at : at + FRAME_BYTES]) for at in starts])


def through(heard: Sound, reach: Reach) -> Heard:
    """A turn of this sound."""
    gate = Gate(PATIENT, Replay(heard), reach)
    passed = gate.feed(heard.pcm)
    return Heard(gate.counter.seconds, passed.end, bytes(passed.sound) + gate.finish())


def near(said: Samples, quieter: float, seed: int) -> Samples:
    """Her, half a second after the button."""
    voice = at_level(heard_from(at_level(said, NEAR_DB), NEAR_M, seed), NEAR_DB - quieter)
    return np.concatenate([np.zeros(int(LEAD_S * SAMPLE_RATE)), voice])


def talking_on(voices: list[bytes], below: float, *, controlled: bool = False) -> list[Sound]:
    """She says something; the television behind her goes on."""
    made = []
    for number, pcm in enumerate(voices):
        hers = near(floats(pcm), 0, number)
        length = len(hers) + TALKS_ON_S * SAMPLE_RATE
        others = [floats(other) for other in voices if other is not pcm]
        behind = television(others, length, NEAR_DB - below, number)
        mix = mixed(hers, behind, room_noise(length, seed=number))
        made.append(sound(s16(gain_controlled(floats(mix))) if controlled else mix))
    return made


def endings(voices: list[bytes], sounds: list[Sound], reach: Reach) -> str:
    """Seconds from the end of her speech to the end of the turn: the median and the most."""
    found = []
    for pcm, heard in zip(voices, sounds, strict=True):
        turn = through(heard, reach)
        ended = turn.ended if turn.end is End.SILENCE else seconds(len(heard.pcm))
        found.append(ended - LEAD_S - end_of_speech(pcm))
    return f"{median(found):.1f} / {max(found):.1f} s"


def alone(voices: list[bytes], below: float) -> list[Sound]:
    """Turns in which nobody but the television talks."""
    length = ALONE_S * SAMPLE_RATE
    parts = [floats(pcm) for pcm in voices]
    return [
        sound(mixed(television(parts, length, NEAR_DB - below, n), room_noise(length, seed=n)))
        for n in range(ALONE)
    ]


def texts(turns: list[Sound], reach: Reach, engine: SpeechEngine | None) -> str:
    """Of how many a text is made; without an engine, in how many something passes."""
    passed = [turn.passed for turn in (through(heard, reach) for heard in turns) if turn.passed]
    if engine is None:
        return f"{len(passed)} pass"
    return str(sum(bool(engine.open().finish(pcm).text) for pcm in passed))


def quiet(voices: list[bytes], quieter: float) -> list[Sound]:
    """Her voice alone in the room, with silence after it."""
    made = []
    for number, pcm in enumerate(voices):
        hers = near(floats(pcm + silence(3)), quieter, number)
        made.append(sound(mixed(hers, room_noise(len(hers), seed=number))))
    return made


def whole(sounds: list[Sound], full: list[Sound], reach: Reach) -> str:
    """Of how many utterances as much passes as of the same at full level."""
    pairs = zip(sounds, full, strict=True)
    return str(
        sum(
            len(through(heard, reach).passed) >= WHOLE * len(through(loud, ANY).passed)
            for heard, loud in pairs
        )
    )


def cut_off(voices: list[bytes], quieter: float) -> Row:
    """Turns that end inside a sentence that has pauses put into it."""
    cut = pauses = 0
    for number, pcm in enumerate(voices):
        slow, put_in = with_pauses(pcm)
        pauses += put_in
        hers = near(floats(slow), quieter, number)
        turn = through(sound(mixed(hers, room_noise(len(hers), seed=number))), NEAR)
        cut += turn.end is End.SILENCE and turn.ended < LEAD_S + end_of_speech(slow)
    what = f"{pauses} pauses of 1.2 s in the room, voice {quieter:.0f} dB quieter: cut off"
    return what, str(cut), "0"


def before_after(measure: Callable[[Reach], str]) -> str:
    """Both gates' figures."""
    return ", ".join(f"{name} {measure(reach)}" for name, reach in GATES.items())


def rows() -> list[Row]:
    """(what, measured, must reach)."""
    folder = find_shared("speech")
    if folder is None:
        return [("near and far", "not measured: ../shared is absent", "–")]
    voices = [decode(clip.path) for clip in clips(folder)]
    some = voices[::4]
    engine = None
    if "whisper-base" in weights.installed(HOME):
        engine = ready("whisper-base", HOME)
    found: list[Row] = []
    for below in BELOW:
        sounds = talking_on(some, below)
        what = f"she stops, television {below} dB below talks on ({len(some)} times): endpoint"
        figures = before_after(lambda reach, sounds=sounds: endings(some, sounds, reach))
        found.append(
            (f"{what}, median / most", figures, "≤ 3 s in the median" if below >= SURE else "–")
        )
    sounds = talking_on(some, SURE, controlled=True)
    figures = before_after(lambda reach: endings(some, sounds, reach))
    found.append((f"the same at {SURE} dB, with a browser's gain control", figures, "–"))
    for below in BELOW[1:]:
        turns = alone(some, below)
        figures = before_after(lambda reach, turns=turns: texts(turns, reach, engine))
        what = f"only a television {below} dB below her ({ALONE} turns): texts made"
        found.append((what, figures, "–"))
    full = quiet(voices, 0)
    for quieter in QUIETER:
        sounds = quiet(voices, quieter)
        figures = before_after(lambda reach, sounds=sounds: whole(sounds, full, reach))
        what = f"near voice {quieter} dB quieter ({len(voices)}): heard whole"
        found.append((what, figures, "as before"))
    return [*found, *(cut_off(voices, quieter) for quieter in (0, 10))]


if __name__ == "__main__":
    for row in rows():
        print(*row, sep="\t", flush=True)
