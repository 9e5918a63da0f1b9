"""Recogniser processes, the real ones: what they hear, and what becomes of it when they die."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

import speech.pool.scheduler
from nlu.correction import vocabulary
from speech.audio.recording import Recording
from speech.model import weights
from speech.pool.pool import Pool
from speech.pool.pooled_recogniser import PooledRecogniser
from speech.pool.scheduler import DECODES, STREAMS
from speech.stt.recogniser import RecognitionError, SpeechEngine
from speech.stt.service import SpeechToText, SpeechToTextState
from speech.turn.listening import EventKind, ListeningEvent, listen
from tests.speech.sound import say, silence, stream
from tests.speech.stt.test_vosk_server import alike

CHUNK = 3_200


@pytest.fixture(scope="module")
def korean(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return say("안녕하세요. 오늘 날씨가 좋습니다.", "ko", tmp_path_factory.mktemp("said"))


@pytest.fixture(scope="module")
def pool(models: Path) -> Iterator[Pool]:
    opened = Pool("vosk-ko", weights.install("vosk-ko", models), workers=2)
    yield opened
    opened.close()


def opened(pool: Pool) -> PooledRecogniser:
    recogniser = pool.open()
    assert isinstance(recogniser, PooledRecogniser)
    return recogniser


def lives(pid: int) -> bool:
    found = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return found.stdout.strip()[:1] not in ("", "Z")


def until(happens: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not happens():
        assert time.monotonic() < deadline, "it does not happen"
        time.sleep(0.05)


def workers(pool: Pool) -> list[int]:
    """Once there is one."""
    until(lambda: len(pool.processes) > 1)
    return pool.processes[1:]


def test_partials_grow_and_the_text_is_that_of_the_engine_here(
    pool: Pool, vosk: SpeechEngine, korean: bytes
) -> None:
    recogniser = opened(pool)
    partials = [recogniser.feed(korean[at : at + CHUNK]) for at in range(0, len(korean), CHUNK)]
    recogniser.settle()
    heard = recogniser.finish(silence(0.5))
    assert len([text for text in partials if text]) > 1
    assert alike(heard.text, vosk.open().finish(korean).text)
    assert heard.engine == pool.name == "vosk-ko"
    assert pool.streaming


def test_many_at_once_do_not_mix(pool: Pool, korean: bytes) -> None:
    speaking, silent = [opened(pool) for _ in range(4)], [opened(pool) for _ in range(4)]
    for at in range(0, len(korean), CHUNK):
        for one, other in zip(speaking, silent, strict=True):
            one.begin_feed(korean[at : at + CHUNK])
            other.begin_feed(silence(0.1))
    texts = [one.begin_finish() for one in speaking]
    assert all(alike(text.result().text, texts[0].result().text) for text in texts)
    assert [other.finish().text for other in silent] == [""] * 4


@pytest.mark.parametrize("who", ["workers", "everybody"])
def test_what_a_killed_process_was_hearing_is_heard_again(
    pool: Pool, korean: bytes, who: str
) -> None:
    whole = opened(pool).finish(korean).text
    recogniser, other = opened(pool), opened(pool)
    half = len(korean) // 2 // CHUNK * CHUNK
    recogniser.feed(korean[:half])
    waiting = other.begin_finish(korean)
    workers(pool)
    killed = pool.processes if who == "everybody" else pool.processes[1:]
    for pid in killed:
        os.kill(pid, signal.SIGKILL)
    recogniser.feed(korean[half:])
    assert alike(recogniser.finish().text, whole)
    assert alike(waiting.result().text, whole)
    assert not set(workers(pool)) & set(killed)
    assert pool.trouble is None


def test_a_process_that_hangs_is_replaced(models: Path, korean: bytes) -> None:
    pool = Pool("vosk-ko", weights.install("vosk-ko", models), workers=1, hang_s=10.0)
    try:
        recogniser, short = opened(pool), korean[: 20 * CHUNK]
        whole = opened(pool).finish(short).text
        (hanging,) = workers(pool)
        os.kill(hanging, signal.SIGSTOP)
        assert alike(recogniser.finish(short).text, whole)
        assert not lives(hanging)
    finally:
        pool.close()


def test_what_no_process_survives_is_given_up(models: Path, korean: bytes) -> None:
    pool = Pool("vosk-ko", weights.install("vosk-ko", models), workers=1)
    try:
        answer, killed = opened(pool).begin_finish(korean * 20), set[int]()
        while not answer.done():
            for pid in pool.processes[1:]:
                if pid not in killed:
                    os.kill(pid, signal.SIGKILL)
                    killed.add(pid)
        with pytest.raises(RecognitionError):
            answer.result()
        assert opened(pool).finish(korean).text
    finally:
        pool.close()


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


def test_an_utterance_that_is_over_takes_nothing_more(pool: Pool, korean: bytes) -> None:
    recogniser = opened(pool)
    recogniser.finish(korean)
    with pytest.raises(RecognitionError):
        recogniser.feed(korean)


def test_closing_ends_every_process_and_tells_who_waits(models: Path, korean: bytes) -> None:
    pool = Pool("vosk-ko", weights.install("vosk-ko", models), workers=2)
    waiting, processes = opened(pool).begin_finish(korean * 20), pool.processes
    pool.close()
    with pytest.raises(RecognitionError):
        waiting.result()
    with pytest.raises(RecognitionError):
        opened(pool).feed(korean)
    until(lambda: not any(map(lives, processes)))


def test_no_process_outlives_a_server_that_is_killed(models: Path) -> None:
    folder = weights.install("vosk-ko", models)
    script = (
        "import sys, time; from pathlib import Path; from speech.pool.pool import Pool\n"
        f"pool = Pool('vosk-ko', Path({str(folder)!r}), workers=2)\n"
        "busy = pool.open().begin_feed(bytes(32_000 * 600))\n"
        "while len(pool.processes) < 3: time.sleep(0.05)\n"
        "print(*pool.processes, flush=True); time.sleep(600)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        processes = [int(pid) for pid in server.stdout.readline().split()]
        assert len(processes) == 3
        os.kill(processes[-1], signal.SIGSTOP)  # a worker that hangs ends as well
        server.kill()
    until(lambda: not any(map(lives, processes)))


def test_weights_that_are_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RecognitionError):
        Pool("vosk-ko", tmp_path)


def test_the_ear_says_so_while_nobody_can_hear(models: Path, tmp_path: Path, korean: bytes) -> None:
    real, folder = weights.install("vosk-ko", models), tmp_path / "model"
    folder.symlink_to(real, target_is_directory=True)
    stt = SpeechToText(models, "vosk-ko", load_engine=lambda name, _: Pool(name, folder, workers=1))
    stt.start()
    try:
        assert stt.wait().state is SpeechToTextState.READY
        pool = stt.engine
        assert isinstance(pool, Pool)
        folder.unlink()
        for pid in pool.processes:
            os.kill(pid, signal.SIGKILL)
        until(lambda: stt.status.state is SpeechToTextState.FAILED)
        with pytest.raises(RecognitionError):
            opened(pool).finish(korean)
        folder.symlink_to(real, target_is_directory=True)
        until(lambda: stt.status.state is SpeechToTextState.READY)
        assert opened(pool).finish(korean).text
    finally:
        stt.stop()


def test_whisper_is_corrected_where_it_listens(models: Path, open_gram: Path, lamp: bytes) -> None:
    stt = SpeechToText(models, "whisper-base", correcting=lambda: vocabulary.load, load_engine=Pool)
    stt.start()
    try:
        stt.wait()
        pool = stt.engine
        assert isinstance(pool, Pool)
        assert pool.correctable
        assert not pool.streaming
        recogniser = opened(pool)
        recogniser.feed(lamp)
        heard = recogniser.finish()
        assert heard.text
        assert heard.original
        assert heard.original != heard.text
    finally:
        stt.stop()


def test_a_corrector_that_cannot_be_made_is_no_reason_not_to_hear(
    models: Path, tmp_path: Path, lamp: bytes
) -> None:
    pool = Pool("whisper-base", weights.install("whisper-base", models), workers=1)
    try:
        with pytest.raises(RecognitionError):
            pool.learn(partial(vocabulary.load, tmp_path))
        assert opened(pool).finish(lamp).text
    finally:
        pool.close()


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
