"""The gate: speech passes whole, with a little before and after, and nothing else does."""

from hypothesis import given
from hypothesis import strategies as st

from speech.turn.activity import FRAME_BYTES, Patience
from speech.turn.gate import BEFORE, Gate
from speech.turn.speaker_distance import ANY
from tests.speech.sound import noise

NO_END = Patience(1e9, 1e9, 1e9)


class Marked:
    """Says that there is a voice in frames that begin with 1."""

    def probability(self, frame: bytes) -> float:
        return float(frame[0])


def sound(pattern: list[tuple[bool, int]]) -> bytes:
    """Frames with a voice and without; each carries its number."""
    frames = [voice for voice, count in pattern for _ in range(count)]
    return b"".join(
        bytes([voice]) + number.to_bytes(2, "little") + bytes(FRAME_BYTES - 3)
        for number, voice in enumerate(frames)
    )


def passed(pcm: bytes, chunk: int) -> bytes:
    gate, out = Gate(NO_END, Marked(), ANY), b""
    for at in range(0, len(pcm), chunk):
        out += bytes(gate.feed(pcm[at : at + chunk]).sound)
    return out + gate.finish()


@given(
    st.lists(st.tuples(st.booleans(), st.integers(1, 40)), max_size=12),
    st.integers(1, 5000),
)
def test_what_passes_does_not_hang_on_the_chunks(
    pattern: list[tuple[bool, int]], chunk: int
) -> None:
    pcm = sound(pattern)
    assert passed(pcm, chunk) == passed(pcm, len(pcm) or 1)


@given(st.lists(st.tuples(st.integers(1, 60), st.integers(6, 60)), min_size=1, max_size=6))
def test_all_speech_passes_in_order_and_once(pairs: list[tuple[int, int]]) -> None:
    pcm = sound([part for quiet, voice in pairs for part in ((False, quiet), (True, voice))])
    out = passed(pcm, 3200)
    frames = [out[at : at + FRAME_BYTES] for at in range(0, len(out), FRAME_BYTES)]
    numbers = [int.from_bytes(frame[1:3], "little") for frame in frames]
    assert numbers == sorted(set(numbers))
    voiced = [frame for frame in frames if frame[0]]
    assert len(voiced) == sum(voice for _, voice in pairs)


def test_little_silence_passes_with_it() -> None:
    out = passed(sound([(False, 500), (True, 30), (False, 500)]), 3200)
    assert len(out) <= 30 * FRAME_BYTES + BEFORE + 20 * FRAME_BYTES


def test_a_pause_is_told_once_and_taken_back() -> None:
    gate = Gate(NO_END, Marked())
    assert not gate.feed(sound([(False, 10), (True, 20)])).paused
    assert gate.feed(sound([(False, 20)])).paused
    assert not gate.feed(sound([(False, 20)])).paused
    assert not gate.feed(sound([(True, 20), (False, 20), (True, 20)])).paused


def test_after_the_end_nothing_is_looked_at() -> None:
    gate = Gate(Patience(after_speech=1, without_speech=1, longest=100), Marked())
    assert gate.feed(sound([(False, 50)])).end == "silence"
    again = gate.feed(sound([(True, 50)]))
    assert (bytes(again.sound), again.end) == (b"", "silence")


def test_noise_does_not_pass() -> None:
    gate = Gate(Patience())
    assert gate.feed(noise(3)).sound == b""
    assert gate.finish() == b""
