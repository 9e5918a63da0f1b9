"""Bad input, a line each: what is played, and what comes of it, with the real Whisper.

Sounds are made here; voices are ../shared's, or espeak-ng's. Nothing may come of a sound that
nobody spoke, and what somebody spoke badly is still heard.
"""

import asyncio
import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from speech.audio.codec import Resampler, decode
from speech.audio.pcm import SAMPLE_RATE, seconds
from speech.audio.recording import Recording
from speech.stt.recogniser import SpeechEngine
from speech.turn.activity import Patience
from speech.turn.listening import EventKind, Expected, FailedCode, ListeningEvent, listen
from tests.bench.speech import edits, plain
from tests.speech.room import NEAR_DB, Samples, at_level, floats, room_noise
from tests.speech.sound import cough, noise, s16, say, silence, stream
from tests.support.shared import shared_folder

NOTES = (262, 330, 392, 523, 440, 349, 294, 392)


def fan(length: float) -> bytes:
    """Air, and the motor's tone with its overtones, slowly up and down."""
    count = int(length * SAMPLE_RATE)
    at = np.arange(count) / SAMPLE_RATE
    motor = sum(np.sin(2 * np.pi * 97 * n * at) / n for n in range(1, 8))
    swing = 1 + 0.3 * np.sin(2 * np.pi * 0.3 * at)
    return s16(swing * (room_noise(count, -24) + 0.02 * np.asarray(motor)))


def melody(length: float, overtones: int = 6) -> bytes:
    """An instrument that plays a tune, a note in 0.4 s, each with an attack and a decay."""
    count, note = int(length * SAMPLE_RATE), int(0.4 * SAMPLE_RATE)
    at = np.arange(note) / SAMPLE_RATE
    parts: list[Samples] = []
    for number in range(count // note + 1):
        pitch = NOTES[number % len(NOTES)] * (1 + 0.006 * np.sin(2 * np.pi * 5.5 * at))
        phase = 2 * np.pi * np.cumsum(pitch) / SAMPLE_RATE
        tone = sum(np.sin(n * phase) / n for n in range(1, overtones + 1))
        parts.append(np.minimum(at / 0.02, 1) * np.exp(-2 * at) * np.asarray(tone))
    return s16(0.2 * np.concatenate(parts)[:count])


def band(length: float) -> bytes:
    """Chords, a tune and a drum."""
    count = int(length * SAMPLE_RATE)
    at = np.arange(count) / SAMPLE_RATE
    chords = [(131, 165, 196), (110, 131, 165), (147, 175, 220), (98, 123, 147)]
    played = np.zeros(count)
    for beat in range(int(length)):
        span = slice(beat * SAMPLE_RATE, (beat + 1) * SAMPLE_RATE)
        for pitch in chords[beat % 4]:
            played[span] += sum(np.sin(2 * np.pi * pitch * n * at[span]) / n for n in (1, 2, 3, 4))
    hit = np.exp(-30 * (at % 0.5)) * np.random.default_rng(5).normal(0, 0.5, count)
    return s16(0.05 * played + 0.3 * hit + 0.6 * floats(melody(length)))


def knocks(length: float) -> bytes:
    """A stick on the floor, twice a second."""
    count = int(length * SAMPLE_RATE)
    at = np.arange(count) / SAMPLE_RATE
    return s16(np.exp(-40 * (at % 0.5)) * np.sin(2 * np.pi * 180 * at) * 0.8)


def hear(
    pcm: bytes, recording: Recording, engine: SpeechEngine, patience: Patience | None = None
) -> list[ListeningEvent]:
    async def collect() -> list[ListeningEvent]:
        heard = listen(stream(pcm), recording, engine, Expected(patience or Patience()))
        return [event async for event in heard]

    return asyncio.run(collect())


NOBODY: dict[str, Callable[[], bytes]] = {
    "silence": lambda: silence(6),
    "a fan": lambda: fan(6),
    "a tune": lambda: melody(6),
    "a tune, shrill": lambda: melody(6, 20),
    "a band": lambda: band(8),
    "knocks": lambda: knocks(6),
    "one cough": cough,
    "a fit of coughing": lambda: cough() * 3,
    "loud noise": lambda: noise(6, 0.5),
    "a broken cable": lambda: s16(np.sign(np.sin(np.arange(6 * SAMPLE_RATE) * 0.02))),
    "a fan and a cough": lambda: s16(floats(fan(3)) + floats(cough())),
}


@pytest.mark.parametrize("make", NOBODY.values(), ids=NOBODY.keys())
def test_of_what_nobody_said_no_text_is_made(
    whisper: SpeechEngine, make: Callable[[], bytes], recording: Recording
) -> None:
    pcm = make()
    events = hear(pcm, recording, whisper)
    assert [event.text for event in events if event.text] == []
    assert events[-1].reason is FailedCode.NOTHING_HEARD
    assert pcm.startswith(recording.read())


def worse(pcm: bytes, how: str) -> bytes:
    """Her voice, as bad lines and rooms give it."""
    samples = floats(pcm)
    match how:
        case "clipping":
            return s16(samples * 20)
        case "far too quiet":
            return s16(at_level(samples, NEAR_DB - 25))
        case "a fan beside her":
            return s16(at_level(samples, -20) + floats(fan(seconds(len(pcm))))[: len(samples)] / 4)
        case "hum":
            at = np.arange(len(samples)) / SAMPLE_RATE
            return s16(samples + 0.05 * np.sin(2 * np.pi * 50 * at))
        case "an offset":
            return s16(samples * 0.5 + 0.4)
        case "8 kHz":
            narrow = decimated(samples)
            resampler = Resampler(8_000, 1)
            return resampler.feed(s16(narrow)) + resampler.finish()
        case "a cough in the middle":
            middle = len(pcm) // 4 * 2
            return pcm[:middle] + cough(2.0) + pcm[middle:]
    raise AssertionError(how)


def decimated(samples: Samples) -> Samples:
    """At 8 kHz, without what that cannot hold."""
    spectrum = np.fft.rfft(samples)
    return np.asarray(np.fft.irfft(spectrum[: len(samples) // 4 + 1], len(samples) // 2) / 2)


@pytest.mark.parametrize(
    "how",
    [
        "clipping",
        "far too quiet",
        "a fan beside her",
        "hum",
        "an offset",
        "8 kHz",
        "a cough in the middle",
    ],
)
def test_what_is_badly_heard_is_still_heard(
    whisper: SpeechEngine, lamp: bytes, how: str, recording: Recording
) -> None:
    events = hear(worse(lamp, how), recording, whisper)
    assert events[-1].kind is EventKind.FINAL
    assert "路灯" in events[-1].text


def test_two_at_once_give_what_was_said_and_nothing_else(
    whisper: SpeechEngine, lamp: bytes, recording: Recording
) -> None:
    """Her husband talks into it from behind her, half as loud."""
    other = decode(shared_folder("speech", "clips", "zm_yunxi_03.wav"))
    hers = floats(lamp)
    his = np.zeros(len(hers))
    part = floats(other)[: len(hers)]
    his[: len(part)] = part * 0.3
    final = hear(s16(hers + his), recording, whisper)[-1]
    assert final.kind is EventKind.FINAL
    assert "路灯" in final.text


def test_english_stays_english(whisper: SpeechEngine, tmp_path: Path, recording: Recording) -> None:
    """No Chinese that nobody said is made of it."""
    pcm = say("Hello, the street lamp is broken. Can you help me please?", "en", tmp_path)
    text = hear(pcm, recording, whisper)[-1].text
    assert "street" in text.lower()
    assert not any("一" <= received <= "鿿" for received in text)


def trimmed(pcm: bytes) -> Samples:
    """Without the silence before and after, and as loud as one person is."""
    samples = floats(pcm)
    loud = np.flatnonzero(np.abs(samples) > 0.02)
    return at_level(samples[loud[0] : loud[-1]], NEAR_DB)


@pytest.mark.slow
def test_five_minutes_without_a_pause_are_kept_and_heard(
    whisper: SpeechEngine, recording: Recording
) -> None:
    folder = shared_folder("speech", "clips")
    with (folder / "manifest.tsv").open(encoding="utf-8", newline="") as file:
        clips = list(csv.DictReader(file, delimiter="\t"))
    once = np.concatenate([trimmed(decode(folder / clip["file"])) for clip in clips])
    story = s16(np.tile(once, 3))
    assert seconds(len(story)) > 310
    events = hear(story, recording, whisper)
    endpoint = next(event for event in events if event.kind is EventKind.ENDPOINT)
    assert endpoint.reason == "limit"
    assert 300 <= seconds(recording.size) <= 302
    assert story.startswith(recording.read())
    said = "".join(plain(clip["transcript"]) for clip in clips) * 3
    said = said[: round(len(said) * 300 / seconds(len(story)))]
    wrong = edits(said, plain(events[-1].text)) / len(said)
    assert wrong < 0.3, f"{wrong:.0%} of the characters are wrong"
