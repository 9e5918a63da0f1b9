"""vosk-servers as our ear: servers written from their documentation, around the real Vosk."""

import itertools
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import pytest
from vosk import KaldiRecognizer, Model
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from speech.stt import vosk_server
from speech.stt.recogniser import RecognitionError, SpeechEngine
from speech.stt.service import SpeechToText, SpeechToTextState
from speech.stt.vosk_engine import VoskEngine

CHUNK = 8_000


class Documented:
    """asr_server.py as alphacephei.com/vosk/server describes it: the configuration gets no reply,
    each chunk gets one, and the end is told by its very bytes."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.url = ""
        self.heard: list[str | int] = []
        self.breaks_after: int | None = None
        self.silent = False

    def talk(self, socket: ServerConnection) -> None:
        recogniser, rate, chunks = None, 8000.0, 0
        try:
            while True:
                message = socket.recv()
                if isinstance(message, str) and "config" in message:
                    rate = json.loads(message)["config"]["sample_rate"]
                    self.heard.append("config")
                    continue
                if self.silent:
                    continue
                recogniser = recogniser or KaldiRecognizer(self.model, rate)
                recogniser.SetWords(True)
                if message == '{"eof" : 1}':
                    self.heard.append(message)
                    socket.send(recogniser.FinalResult())
                    return
                assert isinstance(message, bytes)
                self.heard.append(len(message))
                chunks += 1
                if self.breaks_after is not None and chunks > self.breaks_after:
                    return
                whole = recogniser.AcceptWaveform(message)
                socket.send(recogniser.Result() if whole else recogniser.PartialResult())
        except ConnectionClosed:
            return


Open = Callable[[], Documented]


@pytest.fixture(scope="module")
def model(vosk: SpeechEngine) -> Model:
    assert isinstance(vosk, VoskEngine)
    return vosk._model


@contextmanager
def opened(model: Model) -> Iterator[Documented]:
    documented = Documented(model)
    with serve(documented.talk, "127.0.0.1", 0, max_size=None) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        documented.url = f"ws://127.0.0.1:{server.socket.getsockname()[1]}"
        yield documented
        server.shutdown()


@pytest.fixture
def first(model: Model) -> Iterator[Documented]:
    with opened(model) as documented:
        yield documented


@pytest.fixture
def second(model: Model) -> Iterator[Documented]:
    with opened(model) as documented:
        yield documented


def alike(one: str, other: str) -> bool:
    """Vosk dithers: the same sound twice may differ in a word."""
    return bool(one) and SequenceMatcher(None, one, other).ratio() > 0.8


def hear(engine: Any, pcm: bytes) -> str:
    recogniser = engine.open()
    for start in range(0, len(pcm), CHUNK):
        recogniser.feed(pcm[start : start + CHUNK])
    return str(recogniser.finish().text)


@pytest.fixture(scope="module")
def heard_here(vosk: SpeechEngine, lamp: bytes) -> str:
    """The lamp, as the model hears it in this process."""
    return hear(vosk, lamp)


def test_it_hears_what_the_same_model_hears_here(
    first: Documented, lamp: bytes, heard_here: str
) -> None:
    assert alike(hear(vosk_server.load(first.url), lamp), heard_here)


def test_the_protocol_is_kept_to_the_byte(first: Documented) -> None:
    servers = vosk_server.load(first.url)
    while not first.heard:  # the check of its health, which the server may read a little later
        time.sleep(0.01)
    first.heard.clear()
    recogniser = servers.open()
    recogniser.feed(bytes(3_200))
    recogniser.feed(b"")
    recogniser.finish(bytes(1_600))
    assert first.heard == ["config", 3_200, 1_600, '{"eof" : 1}']


def test_partials_come_while_she_speaks(first: Documented, lamp: bytes) -> None:
    recogniser = vosk_server.load(first.url).open()
    partials = [recogniser.feed(lamp[at : at + CHUNK]) for at in range(0, len(lamp), CHUNK)]
    assert any(partials)
    assert all(a != b for a, b in itertools.pairwise(partials) if a)


@pytest.mark.parametrize("after", [0, 3])
def test_another_server_goes_on_from_the_first_word(
    first: Documented, second: Documented, lamp: bytes, heard_here: str, after: int
) -> None:
    servers = vosk_server.load(f"{first.url}, {second.url}")
    first.breaks_after = second.breaks_after = after
    recogniser = servers.open()
    broken = first if len(first.heard) > len(second.heard) else second
    (second if broken is first else first).breaks_after = None
    for start in range(0, len(lamp), CHUNK):
        recogniser.feed(lamp[start : start + CHUNK])
    assert alike(recogniser.finish().text, heard_here)


def test_a_server_that_says_nothing_is_not_waited_for(
    first: Documented, second: Documented, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A busy machine may take a second for what it does say.
    monkeypatch.setattr(vosk_server, "REPLY_S", 3.0)
    servers = vosk_server.load(f"{first.url},{second.url}")
    first.silent = True
    for _ in range(2):
        recogniser = servers.open()
        recogniser.feed(bytes(3_200))
        recogniser.finish()
    assert '{"eof" : 1}' in second.heard


def test_a_server_that_comes_back_is_used_again(
    model: Model, first: Documented, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vosk_server, "HEALTH_S", 0.1)
    servers = vosk_server.load(f"{first.url},ws://127.0.0.1:9")
    servers.failed(servers._hosts[0], OSError("away"))
    deadline = threading.Event()
    for _ in range(100):
        if servers._hosts[0].up:
            break
        deadline.wait(0.1)
    assert servers._hosts[0].up
    assert not servers._hosts[1].up


def test_no_server_at_all_is_said(tmp_path: Path) -> None:
    with pytest.raises(RecognitionError, match="no vosk-server"):
        vosk_server.load("ws://127.0.0.1:9")
    stt = SpeechToText(tmp_path, "ws://127.0.0.1:9")
    stt.start()
    assert stt.wait(30).state is SpeechToTextState.FAILED


def test_the_ear_takes_the_servers_of_a_setting(tmp_path: Path, first: Documented) -> None:
    stt = SpeechToText(tmp_path, first.url)
    stt.start()
    assert stt.wait(30).state is SpeechToTextState.READY
    assert stt.engine
    assert stt.engine.name == "vosk-server"
