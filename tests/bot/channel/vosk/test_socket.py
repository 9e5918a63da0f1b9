"""Clients of vosk-server at our door: they do what its documentation shows, and nothing else."""

import contextlib
import json
import wave
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from bot.channel.vosk.socket import MOST, SHARE
from speech.audio.codec import decode
from speech.model import weights
from speech.pool.scheduler import STREAMS
from speech.stt import vosk_server
from speech.stt.decoding import WORKERS
from speech.stt.recogniser import SpeechEngine
from tests.conftest import MODELS_HOME, share_cache
from tests.speech.sound import say, silence
from tests.speech.stt.test_vosk_server import alike
from tests.support.once import recogniser_of
from tests.support.server import Server, serving
from tests.support.shared import shared_folder


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("vosk") / "home"
    weights.install("vosk-ko", MODELS_HOME)
    share_cache(home)
    (home / "models").symlink_to(MODELS_HOME / "models", target_is_directory=True)
    with serving(home, XIAOQING_SPEECH="vosk-ko") as opened:
        opened.wait_for_the_ear()
        yield opened


@pytest.fixture(scope="module")
def vosk() -> SpeechEngine:
    return recogniser_of("vosk-ko", MODELS_HOME)


def clip(tmp_path: Path, rate: int = 16_000) -> Path:
    """A recording of our own folder as a WAV file."""
    path = tmp_path / "test.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(decode(shared_folder("speech", "clips", "zf_xiaoxiao_00.wav")))
    return path


def run_test(uri: str, path: Path) -> list[str]:
    """test.py of vosk-server, line by line; what it prints."""
    printed = []
    with connect(uri) as websocket, wave.open(str(path), "rb") as wf:
        websocket.send(f'{{ "config" : {{ "sample_rate" : {wf.getframerate()} }} }}')
        buffer_size = int(wf.getframerate() * 0.2)
        while True:
            data = wf.readframes(buffer_size)
            if len(data) == 0:
                break
            websocket.send(data)
            printed.append(websocket.recv())
        websocket.send('{"eof" : 1}')
        printed.append(websocket.recv())
    return [str(line) for line in printed]


def test_their_client_works_unchanged(server: Server, vosk: SpeechEngine, tmp_path: Path) -> None:
    path = clip(tmp_path)
    printed = [json.loads(line) for line in run_test(server.socket_url, path)]
    assert all(set(line) == {"partial"} for line in printed[:-1])
    assert any(line["partial"] for line in printed[:-1])
    assert set(printed[-1]) == {"text"}
    assert alike(printed[-1]["text"], vosk.open().finish(decode(path)).text)


def test_our_own_remote_ear_hears_through_it(
    server: Server, vosk: SpeechEngine, tmp_path: Path
) -> None:
    pcm = decode(clip(tmp_path))
    recogniser = vosk_server.load(server.socket_url).open()
    recogniser.feed(pcm)
    assert alike(recogniser.finish().text, vosk.open().finish(pcm).text)


def test_another_rate_is_heard_at_its_own_speed(server: Server, tmp_path: Path) -> None:
    printed = run_test(server.socket_url, clip(tmp_path, rate=8_000))
    assert set(json.loads(printed[-1])) == {"text"}


def test_a_reset_begins_anew(server: Server) -> None:
    with connect(server.socket_url) as websocket:
        websocket.send(bytes(6_400))
        websocket.recv()
        websocket.send('{"reset" : 1}')
        assert json.loads(websocket.recv()) == {"text": ""}
        websocket.send(bytes(6_401))
        assert json.loads(websocket.recv()) == {"partial": ""}
        websocket.send('{"eof" : 1}')
        assert json.loads(websocket.recv()) == {"text": ""}


@pytest.mark.parametrize(
    "rubbish", ["hello", "[]", '{"config": 3}', '{"config": {"sample_rate": 1}}']
)
def test_what_is_no_sound_ends_the_line(server: Server, rubbish: str) -> None:
    with connect(server.socket_url) as websocket:
        websocket.send(rubbish)
        with pytest.raises(ConnectionClosed) as closed:
            websocket.recv(timeout=10)
    assert closed.value.rcvd
    assert closed.value.rcvd.code == 1003


def test_a_list_of_phrases_is_listened_for(server: Server, tmp_path: Path) -> None:
    said = silence(0.3) + say("좋아요", "ko", tmp_path) + silence(0.5)
    with connect(server.socket_url) as websocket:
        websocket.send(json.dumps({"config": {"phrase_list": ["네", "좋아요", "아니요"]}}))
        for at in range(0, len(said), 6_400):
            websocket.send(said[at : at + 6_400])
            websocket.recv()
        websocket.send('{"eof" : 1}')
        assert json.loads(websocket.recv()) == {"text": "좋아요"}


def test_a_process_that_is_killed_in_mid_sentence_is_not_noticed(
    server: Server, vosk: SpeechEngine, tmp_path: Path
) -> None:
    pcm = decode(clip(tmp_path))
    (template,) = psutil.Process(server.process.pid).children()
    with connect(server.socket_url) as websocket:
        for at in range(0, len(pcm), 6_400):
            websocket.send(pcm[at : at + 6_400])
            assert "partial" in json.loads(websocket.recv())
            if at == len(pcm) // 2 // 6_400 * 6_400:
                for worker in template.children():
                    worker.kill()
        websocket.send('{"eof" : 1}')
        heard = json.loads(websocket.recv())["text"]
    assert alike(heard, vosk.open().finish(pcm).text)


def test_clients_beyond_the_bound_are_asked_to_come_again(server: Server) -> None:
    room = min(MOST, int(SHARE * STREAMS * WORKERS))
    with contextlib.ExitStack() as clients:
        for _ in range(room):
            clients.enter_context(connect(server.socket_url))
        with connect(server.socket_url) as websocket, pytest.raises(ConnectionClosed) as closed:
            websocket.recv(timeout=10)
    assert closed.value.rcvd
    assert closed.value.rcvd.code == 1013


def test_no_process_outlives_the_server(server: Server) -> None:
    processes = psutil.Process(server.process.pid).children(recursive=True)
    assert len(processes) > 1
    server.kill()
    _, alive = psutil.wait_procs(processes, timeout=60)
    assert [one for one in alive if one.status() != psutil.STATUS_ZOMBIE] == []
