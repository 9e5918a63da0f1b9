"""Listening with real engines on real sound: what is said comes out, what is not does not."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import pytest

from speech.audio.recording import Recording, TakenOverError
from speech.stt.recogniser import SpeechEngine, Transcript
from speech.turn.activity import Patience
from speech.turn.listening import EventKind, Expected, FailedCode, ListeningEvent, listen
from tests.speech.sound import (
    CHUNK,
    LineBrokeError,
    broken_stream,
    cough,
    hum,
    noise,
    say,
    silence,
    stream,
)


class Broken:
    """An engine whose library gives up."""

    name, streaming = "broken", True

    def open(self, _phrases: Sequence[str] = (), /) -> "Broken":
        return self

    def feed(self, pcm: bytes) -> str | None:  # noqa: ARG002
        raise RuntimeError("the model is gone")

    def settle(self) -> str | None:
        return None

    def finish(self, tail: bytes = b"") -> Transcript:  # noqa: ARG002
        raise RuntimeError("the model is gone")


class Slow(Broken):
    """An engine that decodes until it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.fed = b""

    def feed(self, pcm: bytes) -> str | None:
        self.fed += pcm
        self.let_go.wait(20)
        return None

    def finish(self, tail: bytes = b"") -> Transcript:  # noqa: ARG002
        return Transcript("好", 1.0, "slow", 1.0)


async def collect(events: AsyncIterator[ListeningEvent]) -> list[ListeningEvent]:
    return [event async for event in events]


def hear(
    pcm: bytes, recording: Recording, engine: SpeechEngine | None, patience: Patience | None = None
) -> list[ListeningEvent]:
    return asyncio.run(
        collect(listen(stream(pcm), recording, engine, Expected(patience or Patience())))
    )


def kinds(events: list[ListeningEvent]) -> list[EventKind]:
    """What happened, partials left out."""
    return [event.kind for event in events if event.kind is not EventKind.PARTIAL]


HEARD = [EventKind.LISTENING, EventKind.ENDPOINT, EventKind.FINAL]
MISSED = [EventKind.LISTENING, EventKind.ENDPOINT, EventKind.FAILED]


def test_a_spoken_sentence_becomes_text(
    whisper: SpeechEngine, lamp: bytes, recording: Recording
) -> None:
    events = hear(lamp, recording, whisper)
    final = events[-1]
    assert kinds(events) == HEARD
    assert "楼下的路灯" in final.text
    assert final.engine == "whisper-base"
    assert final.confidence
    assert 0.3 < final.confidence <= 1
    assert recording.read() == lamp


def test_text_appears_while_she_speaks(
    whisper: SpeechEngine, lamp: bytes, recording: Recording
) -> None:
    events = asyncio.run(collect(listen(stream(lamp, pace=0.5), recording, whisper)))
    assert any(event.kind is EventKind.PARTIAL and event.text for event in events)
    assert [event.at for event in events] == sorted(event.at for event in events)


def test_silence_after_speech_ends_the_turn(
    whisper: SpeechEngine, right: bytes, recording: Recording
) -> None:
    events = hear(right + silence(10), recording, whisper)
    endpoint = next(event for event in events if event.kind is EventKind.ENDPOINT)
    assert endpoint.reason == "silence"
    assert endpoint.at < len(right) / 32000 + 3
    assert events[-1].kind is EventKind.FINAL


def test_a_pause_inside_a_sentence_does_not(
    whisper: SpeechEngine, lamp: bytes, recording: Recording
) -> None:
    comma = int(5.2 * 32000)
    paused = lamp[:comma] + silence(1.2) + lamp[comma:]
    events = hear(paused, recording, whisper)
    assert "路灯" in events[-1].text
    assert "安全" in events[-1].text
    assert recording.size == len(paused)


def test_eof_ends_the_turn_at_once(
    whisper: SpeechEngine, lamp: bytes, recording: Recording
) -> None:
    events = hear(lamp[: 5 * 32000], recording, whisper)
    endpoint = next(event for event in events if event.kind is EventKind.ENDPOINT)
    assert (endpoint.reason, endpoint.at) == ("eof", 5.0)


def test_the_longest_turn_has_an_end(
    whisper: SpeechEngine, lamp: bytes, recording: Recording
) -> None:
    events = hear(lamp, recording, whisper, Patience(longest=3.0))
    endpoint = next(event for event in events if event.kind is EventKind.ENDPOINT)
    assert endpoint.reason == "limit"
    assert events[-1].kind is EventKind.FINAL


def test_nobody_fills_the_disk_by_sending_fast(recording: Recording) -> None:
    hear(silence(60), recording, None, Patience(longest=3.0, without_speech=60))
    assert recording.size < 5 * 32000


@pytest.mark.parametrize(
    "sound",
    [silence(4), noise(4), noise(4, 0.01), hum(4), cough(), b"\x01", b""],
    ids=["silence", "noise", "hiss", "hum", "cough", "one byte", "nothing"],
)
def test_what_nobody_said_gives_no_text(
    whisper: SpeechEngine, sound: bytes, recording: Recording
) -> None:
    events = hear(sound, recording, whisper)
    assert kinds(events) == MISSED
    assert events[-1].reason is FailedCode.NOTHING_HEARD
    assert not any(event.text for event in events)
    assert recording.read() == sound


def test_waiting_for_speech_has_an_end(whisper: SpeechEngine, recording: Recording) -> None:
    events = hear(silence(60), recording, whisper)
    assert events[-1].reason is FailedCode.NOTHING_HEARD
    assert events[-1].at < 20


def test_without_an_engine_the_sound_is_kept(lamp: bytes, recording: Recording) -> None:
    events = hear(lamp, recording, None)
    assert kinds(events) == MISSED
    assert events[-1].reason is FailedCode.NO_ENGINE
    assert recording.read() == lamp


def test_a_broken_engine_loses_no_sound(lamp: bytes, recording: Recording) -> None:
    events = hear(lamp, recording, Broken())
    assert kinds(events) == MISSED
    assert events[-1].reason is FailedCode.RECOGNITION
    assert recording.read() == lamp


def test_a_line_that_breaks_can_be_resumed(
    whisper: SpeechEngine, lamp: bytes, tmp_path: Path
) -> None:
    path, cut = tmp_path / "u.s16le", 3 * 32000 + 1

    async def first() -> None:
        with Recording(path) as recording:
            await collect(listen(broken_stream(lamp[:cut]), recording, whisper))

    with pytest.raises(LineBrokeError):
        asyncio.run(first())
    with Recording(path) as recording:
        assert recording.size == cut
        events = hear(lamp[cut:], recording, whisper)
        assert recording.read() == lamp
    assert "楼下的路灯" in events[-1].text
    assert "街道" in events[-1].text


def test_chunks_of_odd_sizes_are_the_same_sound(
    whisper: SpeechEngine, lamp: bytes, recording: Recording
) -> None:
    events = asyncio.run(collect(listen(stream(lamp, chunk=1237), recording, whisper)))
    assert "楼下的路灯" in events[-1].text


def test_sound_is_kept_while_a_decode_runs(lamp: bytes, recording: Recording) -> None:
    engine = Slow()

    async def talk() -> list[ListeningEvent]:
        listening = asyncio.create_task(collect(listen(stream(lamp), recording, engine)))
        while recording.size < len(lamp):
            await asyncio.sleep(0.01)
        assert not listening.done()
        engine.let_go.set()
        return await listening

    events = asyncio.run(asyncio.wait_for(talk(), 15))
    assert events[-1].text == "好"
    assert len(engine.fed) < len(lamp)


def test_nothing_is_recognised_before_it_is_on_disk(right: bytes, recording: Recording) -> None:
    seen: list[bool] = []

    class Watching:
        def probability(self, frame: bytes) -> float:
            seen.append(frame in recording.read())
            return 0.0

    hear_with = listen(stream(right), recording, Broken(), Expected(Patience()), Watching())
    asyncio.run(collect(hear_with))
    assert seen
    assert all(seen)


def test_a_cancelled_listener_leaves_the_sound(lamp: bytes, recording: Recording) -> None:
    async def leave() -> None:
        async for event in listen(stream(lamp, pace=1), recording, Broken()):
            assert event.kind is EventKind.LISTENING
            while recording.size < 2 * CHUNK:
                await asyncio.sleep(0.01)
            raise LineBrokeError

    with pytest.raises(LineBrokeError):
        asyncio.run(leave())
    assert lamp.startswith(recording.read())
    assert recording.size >= 2 * CHUNK


def test_a_full_disk_is_said(lamp: bytes) -> None:
    with Recording(Path("/dev/full")) as recording:
        events = hear(lamp, recording, Broken())
    assert kinds(events) == [EventKind.LISTENING, EventKind.FAILED]
    assert events[-1].reason is FailedCode.DISK_FULL


def test_the_newer_connection_takes_over(lamp: bytes, tmp_path: Path) -> None:
    path = tmp_path / "u.s16le"
    with Recording(path) as old, Recording(path) as new:
        with pytest.raises(TakenOverError):
            hear(lamp, old, None)
        hear(lamp, new, None)
        assert new.read() == lamp


def test_vosk_hears_korean_as_she_speaks(
    vosk: SpeechEngine, tmp_path: Path, recording: Recording
) -> None:
    pcm = say("안녕하세요. 오늘 날씨가 좋습니다.", "ko", tmp_path)
    events = asyncio.run(collect(listen(stream(pcm, pace=1), recording, vosk)))
    assert events[-1].kind is EventKind.FINAL
    assert events[-1].engine == "vosk-ko"
    assert any("가" <= character <= "힣" for character in events[-1].text)
    assert any(event.kind is EventKind.PARTIAL for event in events)


@pytest.mark.parametrize("make", [silence, noise, hum])
def test_vosk_hears_nothing_in_noise(
    vosk: SpeechEngine, make: Callable[[float], bytes], recording: Recording
) -> None:
    assert hear(make(3), recording, vosk)[-1].reason is FailedCode.NOTHING_HEARD


def test_several_kiosks_take_turns(whisper: SpeechEngine, right: bytes, tmp_path: Path) -> None:
    async def one(number: int) -> list[ListeningEvent]:
        with Recording(tmp_path / f"{number}.s16le") as recording:
            return await collect(listen(stream(right), recording, whisper))

    async def all_of_them() -> list[list[ListeningEvent]]:
        return await asyncio.gather(*(one(number) for number in range(4)))

    for events in asyncio.run(all_of_them()):
        assert "对" in events[-1].text
