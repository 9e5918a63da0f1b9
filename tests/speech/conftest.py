"""Real engines, installed once into a folder that stays between runs."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import jieba
import pytest
from hypothesis import settings

from speech.audio.codec import decode
from speech.audio.recording import Recording
from speech.model import weights
from speech.stt.recogniser import SpeechEngine
from speech.tts import speaker
from speech.tts.speaker import Speaker
from tests.support.once import recogniser_of
from tests.support.shared import shared_folder

ROOT = Path(__file__).resolve().parents[2]

# How long an example takes says nothing while a decode has both cores.
settings.register_profile("sound", deadline=None)
settings.load_profile("sound")


@pytest.fixture(scope="session")
def models() -> Path:
    """The home that holds the models."""
    return Path(os.environ.get("XIAOQING_TEST_MODELS") or ROOT / "var" / "test-home")


@pytest.fixture(scope="session")
def open_gram(models: Path) -> Path:
    """The language model; skips with the reason where no Debian mirror is within reach."""
    try:
        return weights.install("open-gram", models)
    except weights.WeightsError as error:
        if error.code != "unreachable":
            raise
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def kokoro_folder(models: Path) -> Path:
    """The voice's weights; skips with the reason where the mirrors are out of reach."""
    try:
        return weights.install("kokoro-zh", models)
    except weights.WeightsError as error:
        if error.code != "unreachable":
            raise
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def kokoro(kokoro_folder: Path) -> Speaker:
    """The real voice, with jieba's own dictionary."""
    jieba.setLogLevel("WARNING")
    return speaker.load("kokoro-zh", kokoro_folder, lambda: jieba.lcut)


@pytest.fixture(scope="session")
def whisper(models: Path) -> SpeechEngine:
    """Whisper base, as it speaks for us."""
    return recogniser_of("whisper-base", models)


@pytest.fixture(scope="session")
def vosk(models: Path) -> SpeechEngine:
    """The Korean model: the real Vosk, wherever the Chinese model is out of reach."""
    return recogniser_of("vosk-ko", models)


@pytest.fixture(scope="session")
def lamp() -> bytes:
    """路灯坏了, 7.9 s of it."""
    return decode(shared_folder("speech", "clips", "zf_xiaoxiao_00.wav"))


@pytest.fixture(scope="session")
def right() -> bytes:
    """对的，就是这样。3.8 s, of which the last is silence."""
    return decode(shared_folder("speech", "scenes", "d13.wav"))


@pytest.fixture
def recording(tmp_path: Path) -> Iterator[Recording]:
    with Recording(tmp_path / "utterance.s16le") as opened:
        yield opened


@pytest.fixture
def tiny_disk() -> Iterator[Path]:
    """A file system of 64 KiB."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("needs root to mount a tiny disk")
    folder = tempfile.mkdtemp(prefix="xiaoqing-tiny-")
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder],
        capture_output=True,
        check=False,
    )
    if made.returncode:
        pytest.skip(f"cannot mount a tiny disk here: {made.stderr.decode().strip()}")
    yield Path(folder)
    subprocess.run(["umount", folder], check=True)
    Path(folder).rmdir()
