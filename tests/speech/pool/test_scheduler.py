"""Who hears whom in a pool of real processes, and who waits."""

import asyncio
from pathlib import Path

import pytest

import speech.pool.scheduler
from speech.audio.recording import Recording
from speech.model import weights
from speech.pool.pool import Pool
from speech.pool.scheduler import DECODES, STREAMS
from speech.turn.listening import EventKind, ListeningEvent, listen
from tests.speech.pool.processes import CHUNK, opened, until
from tests.speech.sound import silence, stream
from tests.speech.stt.test_vosk_server import alike


def test_beyond_the_bound_each_has_a_place_in_the_queue(models: Path, korean: bytes) -> None:
    pool = Pool("vosk-ko", weights.install("vosk-ko", models), workers=1)
    try:
        assert pool.room == STREAMS
        first = [opened(pool) for _ in range(STREAMS)]
        places: dict[str, list[int]] = {"next": [], "last": []}
        following, last = opened(pool), opened(pool)
        following.watch(places["next"].append)
        last.watch(places["last"].append)
        early = last.begin_feed(korean)
        until(lambda: places == {"next": [1], "last": [2]})
        assert pool.full
        first[0].close()
        until(lambda: places == {"next": [1, 0], "last": [2, 1]})
        assert not early.done()
        following.finish(korean)
        until(lambda: places["last"] == [2, 1, 0])
        early.result()
        assert last.finish().text
        for recogniser in first:
            recogniser.close()
        until(lambda: not pool.full)
    finally:
        pool.close()


def test_who_waits_is_told_so_and_then_heard_from_the_first_word(
    models: Path, korean: bytes, recording: Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(speech.pool.scheduler, "STREAMS", 1)
    pool = Pool("vosk-ko", weights.install("vosk-ko", models), workers=1)
    try:
        before = opened(pool)
        before.feed(korean)

        async def listening() -> list[ListeningEvent]:
            heard = []
            async for event in listen(stream(korean + silence(3)), recording, pool):
                heard.append(event)
                if event.kind is EventKind.ENDPOINT:
                    assert recording.size >= len(korean)
                    before.begin_finish()
            return heard

        heard = asyncio.run(listening())
        kinds = [event.kind for event in heard]
        waits = [event.place for event in heard if event.kind is EventKind.WAITING]
        assert waits == [1, 0]
        assert kinds.index(EventKind.WAITING) < kinds.index(EventKind.ENDPOINT)
        assert kinds[-1] is EventKind.FINAL
        assert alike(heard[-1].text, opened(pool).finish(korean).text)
    finally:
        pool.close()


def test_processes_that_nobody_needs_are_sent_away(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy = opened(pool)
    busy.feed(silence(0.1))
    until(lambda: len(pool.processes) == 3)
    busy.close()
    monkeypatch.setattr(speech.pool.scheduler, "SPARE_S", 0.0)
    until(lambda: len(pool.processes) == 2)
    assert opened(pool).finish(silence(1)).text == ""


def test_nobody_waits_for_a_long_recording(pool: Pool, korean: bytes) -> None:
    recordings = [opened(pool) for _ in range(4)]
    long = [recogniser.begin_finish(korean * 12) for recogniser in recordings]
    assert opened(pool).finish(korean[: 10 * CHUNK]).text
    assert not any(answer.done() for answer in long)
    for recogniser in recordings:
        recogniser.close()


def test_whisper_hears_each_in_a_process_of_its_own(models: Path, lamp: bytes) -> None:
    pool = Pool("whisper-base", weights.install("whisper-base", models), workers=1)
    try:
        assert pool.room == DECODES
        first, second = opened(pool), opened(pool)
        first.begin_feed(lamp)
        second.begin_feed(lamp)
        until(lambda: len(pool.processes) == 1 + DECODES)
        assert first.finish().text == second.finish().text
    finally:
        pool.close()
