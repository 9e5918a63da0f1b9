"""Recogniser processes, the real ones: what they hear, and what becomes of it when they die."""

import os
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from nlu.correction import vocabulary
from speech.model import weights
from speech.pool.pool import Pool
from speech.stt.recogniser import RecognitionError, SpeechEngine
from speech.stt.service import SpeechToText, SpeechToTextState
from tests.speech.pool.processes import CHUNK, lives, opened, until, workers
from tests.speech.sound import silence
from tests.speech.stt.test_vosk_server import alike


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
