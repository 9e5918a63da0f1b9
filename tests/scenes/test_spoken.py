"""The microphone's WebSocket, with real sound and the real recogniser."""

import json
import time
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import httpx
import pytest
from websockets.sync.client import ClientConnection, connect

from speech.audio.codec import decode
from speech.audio.pcm import seconds
from tests.conftest import share_cache
from tests.support.server import Server, serving, start

CHUNK = 3_200  # a tenth of a second
SILENCE = bytes(CHUNK)


def chunks(pcm: bytes) -> Iterator[bytes]:
    for at in range(0, len(pcm), CHUNK):
        yield pcm[at : at + CHUNK]


class Kiosk:
    """What the page does, over the same doors."""

    def __init__(self, server: Server) -> None:
        self.server = server
        begun = httpx.post(f"{server.url}/api/conversations", json={}).json()
        self.conversation = begun["conversation"]

    def socket(self, utterance: str) -> ClientConnection:
        return connect(
            f"{self.server.socket_url}/api/listen"
            f"?conversation={self.conversation}&utterance={utterance}"
        )

    def speak(self, pcm: bytes, utterance: str, pace: float = 0.0) -> list[dict[str, Any]]:
        """Say it, `pace` times as slow as life, press "done", and hear everything until the
        socket closes."""
        with self.socket(utterance) as socket:
            for chunk in chunks(pcm):
                time.sleep(pace * seconds(len(chunk)))
                socket.send(chunk)
            socket.send('{"eof": 1}')
            return events(socket)

    def type(self, text: str) -> dict[str, Any]:
        url = f"{self.server.url}/api/conversations/{self.conversation}/turns"
        answer: dict[str, Any] = httpx.post(url, json={"text": text}).json()
        return answer


def events(socket: ClientConnection) -> list[dict[str, Any]]:
    return [json.loads(message) for message in socket]


def last(heard: list[dict[str, Any]], kind: str) -> dict[str, Any]:
    found = [event for event in heard if event["type"] == kind]
    assert found, heard
    return found[-1]


def recordings(server: Server) -> list[Path]:
    return sorted((server.home / "audio").glob("*"))


def test_a_spoken_opinion_is_filed_and_found_again(hearing: Server, scenes: Path) -> None:
    kiosk = Kiosk(hearing)
    said = decode(scenes / "d02.wav")
    heard = kiosk.speak(said, "story", pace=1)
    assert [event["type"] for event in heard][:1] == ["listening"]
    assert any(event["type"] == "partial" for event in heard)
    assert "扶手" in last(heard, "final")["text"]
    reply = last(heard, "reply")["reply"]
    assert reply["question"] in ("where", "who")
    if reply["question"] == "where":
        reply = kiosk.type("紫阳街道")
    assert kiosk.type("不留")["question"] == "confirm"
    filed = kiosk.type("对的")
    assert filed["card"]["kind"] == "receipt"
    (recording,) = recordings(hearing)
    assert recording.read_bytes() == said
    status = last(kiosk.speak(decode(scenes / "d11.wav"), "status"), "reply")["reply"]
    assert status["card"]["code"] == filed["card"]["code"]


def test_silence_gets_a_kind_word_and_after_three_times_a_person(hearing: Server) -> None:
    kiosk = Kiosk(hearing)
    for number in range(3):
        heard = kiosk.speak(SILENCE * 20, f"silence-{number}")
        failed = last(heard, "failed")
        assert failed["code"] == "nothing_heard"
        assert failed["reply"]["text"] == failed["words"]
    assert failed["reply"]["buttons"] == [{"title": "找工作人员", "payload": "/human"}]
    assert len(recordings(hearing)) == 3


def test_a_server_that_is_killed_in_mid_sentence_loses_no_word(
    hearing_home: Path, scenes: Path
) -> None:
    said = decode(scenes / "d02.wav")
    middle = len(said) // 2 // CHUNK * CHUNK
    server = start(hearing_home, XIAOQING_SPEECH="whisper-base")
    server.wait_for_the_ear()
    kiosk = Kiosk(server)
    with kiosk.socket("story") as socket:
        for chunk in chunks(said[:middle]):
            socket.send(chunk)
        for _ in range(100):
            if recordings(server) and recordings(server)[0].stat().st_size == middle:
                break
            time.sleep(0.05)
        server.kill()
    again = start(hearing_home, port=server.port, XIAOQING_SPEECH="whisper-base")
    try:
        again.wait_for_the_ear()
        kiosk.server = again
        with kiosk.socket("story") as socket:
            listening = json.loads(socket.recv())
            assert listening["received"] == middle
            for chunk in chunks(said[middle:]):
                socket.send(chunk)
            socket.send('{"eof": 1}')
            heard = events(socket)
        assert "扶手" in last(heard, "final")["text"]
        assert recordings(again)[0].read_bytes() == said
    finally:
        again.stop()


def test_a_reply_that_was_lost_on_the_way_comes_again(hearing: Server, scenes: Path) -> None:
    kiosk = Kiosk(hearing)
    first = last(kiosk.speak(decode(scenes / "d15.wav"), "thanks"), "reply")
    with kiosk.socket("thanks") as socket:
        assert events(socket) == [first]


def test_cancelling_keeps_the_sound_and_makes_nothing_of_it(hearing: Server, scenes: Path) -> None:
    kiosk = Kiosk(hearing)
    said = decode(scenes / "d02.wav")
    with kiosk.socket("story") as socket:
        for chunk in chunks(said):
            socket.send(chunk)
        socket.send('{"cancel": 1}')
        assert all(event["type"] in ("listening", "partial") for event in events(socket))
    assert recordings(hearing)[0].stat().st_size == len(said)
    state = httpx.get(f"{hearing.url}/api/conversations/{kiosk.conversation}").json()
    assert state["heard"] is None


def test_44_khz_stereo_is_heard_as_well(hearing: Server, scenes: Path, tmp_path: Path) -> None:
    kiosk = Kiosk(hearing)
    wide = tmp_path / "wide.wav"
    resampler = av.AudioResampler(format="s16", layout="stereo", rate=44_100)
    with av.open(str(scenes / "d02.wav")) as source, wave.open(str(wide), "wb") as target:
        target.setparams((2, 2, 44_100, 0, "NONE", ""))
        for frame in source.decode(audio=0):
            for piece in resampler.resample(frame):
                target.writeframes(piece.to_ndarray().tobytes())
    with wave.open(str(wide)) as file:
        stereo = file.readframes(file.getnframes())
    with kiosk.socket("wide") as socket:
        socket.send('{"config": {"sample_rate": 44100, "channels": 2}}')
        for at in range(0, len(stereo), 7_777):  # chunks that cut samples in two
            socket.send(stereo[at : at + 7_777])
        socket.send('{"eof": 1}')
        heard = events(socket)
    assert "扶手" in last(heard, "final")["text"]


@pytest.fixture(scope="module")
def kept_deaf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = tmp_path_factory.mktemp("deaf") / "home"
    share_cache(home)
    with serving(home) as server:
        yield server


class TestWithoutAnEar:
    """Bad sound, at a kiosk that cannot hear: clear answers, and nothing is lost."""

    @pytest.fixture
    def deaf(self, kept_deaf: Server) -> Server:
        kept_deaf.forget_recordings()
        return kept_deaf

    def test_the_words_are_kept_until_somebody_can_hear_them(self, deaf: Server) -> None:
        heard = Kiosk(deaf).speak(SILENCE * 5, "early")
        assert last(heard, "failed")["code"] == "no_engine"
        assert recordings(deaf)[0].stat().st_size == 5 * CHUNK

    @pytest.mark.parametrize(
        ("message", "code"),
        [
            ("hello", "not_sound"),
            ("[]", "not_sound"),
            ("{}", "not_sound"),
            ('{"config": 7}', "bad_config"),
            ('{"config": {"sample_rate": "fast"}}', "bad_config"),
            ('{"config": {"sample_rate": 1000000}}', "bad_config"),
            ('{"config": {"channels": 9}}', "bad_config"),
            (bytes(1_500_000), "too_much"),
        ],
    )
    def test_what_is_no_sound_is_refused_clearly(
        self, deaf: Server, message: str | bytes, code: str
    ) -> None:
        with Kiosk(deaf).socket("rubbish") as socket:
            socket.send(message)
            heard = events(socket)
        failed = last(heard, "failed")
        assert failed["code"] == code
        assert failed["words"]
        assert httpx.get(f"{deaf.url}/healthz").status_code == 200

    @pytest.mark.parametrize(
        ("conversation", "utterance", "code"),
        [
            ("nobody", "u", "unknown_conversation"),
            ("", "", "bad_utterance"),
            ("x", "../../etc", "bad_utterance"),
        ],
    )
    def test_who_is_nobody_is_told_so(
        self, deaf: Server, conversation: str, utterance: str, code: str
    ) -> None:
        url = f"{deaf.socket_url}/api/listen?conversation={conversation}&utterance={utterance}"
        with connect(url) as socket:
            assert last(events(socket), "failed")["code"] == code

    def test_no_sound_at_all(self, deaf: Server) -> None:
        heard = Kiosk(deaf).speak(b"", "nothing")
        assert last(heard, "failed")["reply"]["text"]
