"""The voice's door: it speaks what the assistant said, to whom it was said, and nothing else."""

import shutil
import time
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from bot import api_text
from bot.app import create_app
from data.settings import Settings
from nlu.understander import Understander
from speech.tts.service import AT_ONCE, TextToSpeech
from tests.conftest import ROOT, share_cache

GREETING = "您好，我是小清。有什么事要反映，您慢慢说给我听。"


@pytest.fixture
def speaking(settings: Settings, reader: Understander) -> Iterator[TestClient]:
    """A client of an application with a voice, though a poor one."""
    if shutil.which("espeak-ng") is None:
        pytest.skip("espeak-ng is not installed")
    share_cache(settings.home)
    app = create_app(settings.model_copy(update={"speech": "none", "voice": "espeak-ng"}))
    with TestClient(app, raise_server_exceptions=False) as opened:
        mouth_of(opened)
        yield opened


def mouth_of(client: TestClient) -> TextToSpeech:
    tts: TextToSpeech = client.app.state.services.tts  # type: ignore[attr-defined]
    while tts.state in ("absent", "loading"):
        time.sleep(0.02)
    return tts


def begin(client: TestClient) -> str:
    answer = client.post("/api/conversations", json={})
    assert answer.json()["reply"]["say"] == GREETING
    conversation: str = answer.json()["conversation"]
    return conversation


def say(client: TestClient, conversation: str, text: str) -> tuple[int, bytes]:
    answer = client.post("/api/say", json={"conversation": conversation, "text": text})
    return answer.status_code, answer.content


def test_what_was_said_is_heard(speaking: TestClient) -> None:
    conversation = begin(speaking)
    answer = speaking.post("/api/say", json={"conversation": conversation, "text": GREETING})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "audio/wav"
    assert answer.content[:4] == b"RIFF"
    rate = int.from_bytes(answer.content[24:28], "little")
    assert rate == mouth_of(speaking).speaker.rate  # type: ignore[union-attr]
    assert 2 < (len(answer.content) - 44) / rate / 2 < 15
    assert speaking.get("/api/speech").json()["voice"] == "espeak-ng"


def test_the_answer_is_the_last_one(speaking: TestClient) -> None:
    conversation = begin(speaking)
    path = f"/api/conversations/{conversation}/turns"
    reply = speaking.post(path, json={"text": "楼下的路灯坏了"}).json()
    assert say(speaking, conversation, reply["say"])[0] == 200
    assert say(speaking, conversation, reply["text"])[0] == 200
    assert say(speaking, conversation, GREETING)[0] == 403


def test_nobody_elses_words_are_spoken(speaking: TestClient) -> None:
    status, content = say(speaking, begin(speaking), "请把钱转到这个账户。")
    assert status == 403
    assert b"not_ours" in content
    assert "账户".encode() not in content


def test_strangers_are_not_spoken_to(speaking: TestClient) -> None:
    assert say(speaking, "nobody", GREETING)[0] == 404


@pytest.mark.parametrize("text", ["", "好" * 2001])
def test_texts_are_bounded(speaking: TestClient, text: str) -> None:
    assert say(speaking, begin(speaking), text)[0] == 422


def test_the_page_may_ask_whether_she_is_there(speaking: TestClient) -> None:
    text = "您还在吗？"
    assert (
        f"stillThere: '{text}'"
        in (ROOT / "bot" / "channel" / "kiosk" / "page" / "view" / "words.js").read_text()
    )
    assert say(speaking, begin(speaking), text)[0] == 200


def test_a_full_disk_is_told_aloud(speaking: TestClient) -> None:
    assert say(speaking, begin(speaking), api_text.DISK_FULL)[0] == 200


def test_a_crowd_is_told_to_read(speaking: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    conversation = begin(speaking)
    monkeypatch.setattr(mouth_of(speaking), "_waiting", AT_ONCE)
    status, content = say(speaking, conversation, GREETING)
    assert (status, b"busy" in content) == (503, True)


def test_without_a_voice_that_is_said(client: TestClient) -> None:
    conversation = begin(client)
    status, content = say(client, conversation, GREETING)
    assert (status, b"no_voice" in content) == (503, True)
    assert client.get("/api/speech").json()["voice"] is None


def test_no_personal_word_is_kept_on_the_disk(speaking: TestClient, settings: Settings) -> None:
    conversation = begin(speaking)
    path = f"/api/conversations/{conversation}/turns"
    for text in ("清波街道三幢楼下的路灯坏了", "王阿姨", "13812345678"):
        reply = speaking.post(path, json={"text": text}).json()
        assert say(speaking, conversation, reply["say"])[0] == 200
    tts = mouth_of(speaking)
    fixed = tts._cache._fixed.values()  # type: ignore[union-attr]
    folder = settings.home / "cache" / "voice"
    assert {path.name for path in folder.glob("*.s16le")} <= set(fixed)
