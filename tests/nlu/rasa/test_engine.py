"""The engine that asks Rasa: what it takes from it, and what happens while Rasa fails.

The server here gives Rasa 3.6's documented answers, or breaks in one of the ways servers break;
test_rasa_server.py asks the real one."""

import json
import threading
from dataclasses import dataclass
from pathlib import Path

import pytest

from data.settings import Settings
from nlu import custom
from nlu.classifier.features import MOST_CHARACTERS
from nlu.intent import engine
from nlu.intent.embedded import Embedded
from nlu.intent.engine import Remote
from nlu.rasa import engine as rasa_engine
from nlu.rasa import token
from nlu.rasa.client import RasaClient, RasaSilentError
from nlu.rasa.engine import PAUSE, Rasa
from nlu.understanding import Intent, IntentName
from tests.conftest import MODELS_HOME
from tests.nlu.rasa.pretender import (
    ANSWER,
    PARSING_ERROR,
    SECRET,
    TEXT,
    Pretender,
)
from tests.support.server import free_port


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [r.message for r in caplog.records if r.name == rasa_engine.__name__]


def test_rasa_says_the_intent_and_the_embedded_engine_all_else(
    server: Pretender, spare: Embedded
) -> None:
    asked = Rasa(server.client(), spare)
    guess = asked.classify(TEXT)
    assert guess.intents == (Intent(IntentName.URGE, 0.7), Intent(IntentName.FILE_OPINION, 0.2))
    assert guess.topics == spare.classify(TEXT).topics
    assert asked.cut(TEXT) == spare.cut(TEXT)
    assert asked.frequency("路灯") == spare.frequency("路灯") > 0
    assert server.asked == [TEXT]


@pytest.mark.parametrize(
    ("status", "answer", "said"),
    [
        (500, json.dumps(PARSING_ERROR).encode(), "HTTP 500: An unexpected error"),
        (500, b"<h1>oops</h1>", "HTTP 500"),
        (503, b"", "HTTP 503"),
        (409, b'{"message": "No agent loaded."}', "No agent loaded"),
        (200, b"", "none of Rasa's"),
        (200, b"\xff\xfe{", "none of Rasa's"),
        (200, json.dumps(ANSWER).encode()[:-5], "none of Rasa's"),
        (200, b"[]", "none of Rasa's"),
        (200, b"null", "none of Rasa's"),
        (200, b'{"intent_ranking": 7}', "none of Rasa's"),
        (200, b'{"intent_ranking": [[]]}', "none of Rasa's"),
        (200, b'{"intent_ranking": [{"name": []}]}', "none of Rasa's"),
        (200, b'{"intent_ranking": [{"name": "urge"}]}', "none of Rasa's"),
        (200, b'{"intent_ranking": [{"name": "urge", "confidence": "x"}]}', "none of Rasa's"),
        (200, b'{"intent_ranking": []}', "none of our intents"),
        (200, b'{"intent_ranking": [{"name": "x", "confidence": 1}]}', "none of our intents"),
        (200, b" " * (2 << 20), "bytes"),
    ],
)
def test_a_bad_answer_is_said_once_and_the_embedded_engine_answers(
    server: Pretender,
    spare: Embedded,
    caplog: pytest.LogCaptureFixture,
    status: int,
    answer: bytes,
    said: str,
) -> None:
    server.status, server.answer = status, answer
    asked = Rasa(server.client(), spare)
    for _ in range(3):
        assert asked.classify(TEXT) == spare.classify(TEXT)
    (warning,) = warnings(caplog)
    assert said in warning
    assert "the embedded engine takes over" in warning
    assert TEXT not in warning


@pytest.mark.parametrize("secret", ["another", None])
def test_a_wrong_token_is_told_as_one(
    server: Pretender, spare: Embedded, caplog: pytest.LogCaptureFixture, secret: str | None
) -> None:
    assert Rasa(server.client(secret), spare).classify(TEXT) == spare.classify(TEXT)
    (warning,) = warnings(caplog)
    assert "HTTP 401" in warning
    assert "XIAOQING_RASA_TOKEN" in warning
    assert "another" not in warning


def test_one_bad_answer_does_not_keep_the_next_text_from_rasa(
    server: Pretender, spare: Embedded, caplog: pytest.LogCaptureFixture
) -> None:
    asked = Rasa(server.client(), spare)
    server.status = 500
    asked.classify(TEXT)
    server.status = 200
    assert asked.classify(TEXT).intents[0].name is IntentName.URGE
    assert warnings(caplog)[1:] == ["Rasa answers again"]


@pytest.mark.parametrize("way", ["delay", "drip"])
def test_a_slow_rasa_is_left_alone_for_a_while(
    server: Pretender, spare: Embedded, caplog: pytest.LogCaptureFixture, way: str
) -> None:
    setattr(server, way, {"delay": 0.5, "drip": 0.02}[way])
    clock = Clock()
    asked = Rasa(server.client(patience=0.1), spare, clock)
    for _ in range(4):
        assert asked.classify(TEXT) == spare.classify(TEXT)
    assert len(server.asked) == 1, "every text waited"
    assert [w for w in warnings(caplog) if "no answer within 0.1 s" in w] == warnings(caplog)
    clock.now += PAUSE
    asked.classify(TEXT)
    assert len(server.asked) == 2
    assert len(warnings(caplog)) == 1, "the same outage was told twice"


def test_rasa_is_asked_again_when_it_is_back(
    server: Pretender, spare: Embedded, caplog: pytest.LogCaptureFixture
) -> None:
    up, down = server.port, free_port()
    clock = Clock()
    client = server.client()
    asked = Rasa(client, spare, clock)
    for port, name in ((down, None), (up, IntentName.URGE), (down, None)):
        client._url = client._url.copy_with(port=port)
        clock.now += PAUSE
        wanted = name or spare.classify(TEXT).intents[0].name
        assert [asked.classify(TEXT).intents[0].name for _ in range(2)] == [wanted] * 2
    told = [w.split(" (")[0] for w in warnings(caplog)]
    assert told == ["Rasa fails", "Rasa answers again", "Rasa fails"]


def test_a_line_stays_open_between_texts(server: Pretender) -> None:
    client = server.client()
    for _ in range(5):
        client.intents(TEXT)
    assert len(server.lines) == 1


def test_a_line_that_was_closed_meanwhile_is_no_outage(server: Pretender) -> None:
    client = server.client()
    server.hang_up = True
    for _ in range(5):
        assert client.intents(TEXT)[0].name is IntentName.URGE
    assert len(server.asked) == len(server.lines) == 5


def test_a_line_that_is_closed_under_the_question_is_opened_once_more(server: Pretender) -> None:
    client = server.client()
    server.drops = True
    for _ in range(5):
        assert client.intents(TEXT)[0].name is IntentName.URGE
    assert len(server.asked) == len(server.lines) == 5


def test_a_proxy_of_the_machine_is_not_asked(
    server: Pretender, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    assert server.client().intents(TEXT)[0].name is IntentName.URGE


def test_half_a_character_is_asked_like_any_other(server: Pretender) -> None:
    assert server.client().intents("路灯\ud83d坏了")[0].name is IntentName.URGE


def test_many_threads_ask_at_once(server: Pretender, spare: Embedded) -> None:
    asked = Rasa(server.client(), spare)
    heard: list[IntentName] = []

    def ask() -> None:
        heard.extend(asked.classify(TEXT).intents[0].name for _ in range(10))

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert heard == [IntentName.URGE] * 80
    assert len(server.lines) <= 8


def test_no_text_is_taken_for_a_command_of_rasas(server: Pretender) -> None:
    client = server.client()
    for text in ("/confirm", "//", "/", '/file_opinion{"a": 1}'):
        client.intents(text)
    assert not any(text.startswith("/") for text in server.asked)
    assert "confirm" in server.asked[0]


def test_a_long_text_is_shortened(server: Pretender, spare: Embedded) -> None:
    Rasa(server.client(), spare).classify("路灯坏了" * 2500)
    assert len(server.asked[0]) <= MOST_CHARACTERS + 1


def test_what_is_no_http_server_is_a_silent_one(spare: Embedded) -> None:
    for url in (f"http://127.0.0.1:{free_port()}", f"https://127.0.0.1:{free_port()}"):
        with pytest.raises(RasaSilentError, match="refused"):
            RasaClient(url).intents(TEXT)


@pytest.mark.parametrize(
    "url", ["", "rasa", "ftp://x", "http://", "http://x:port", "http://x:0", "http://256.1.1.1"]
)
def test_a_bad_address_is_told_at_the_start(tmp_path: Path, url: str) -> None:
    with pytest.raises(ValueError, match=r"http address|[Pp]ort"):
        engine.start("rasa", tmp_path, remote=Remote(url))


@pytest.mark.parametrize("given", [True, False])
def test_the_engine_starts_from_the_settings(
    server: Pretender,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    given: bool,
) -> None:
    monkeypatch.setenv("XIAOQING_HOME", str(tmp_path))
    monkeypatch.setenv("XIAOQING_RASA_URL", f"http://127.0.0.1:{server.port}/")
    if given:
        monkeypatch.setenv("XIAOQING_RASA_TOKEN", SECRET)
    else:
        (tmp_path / token.NAME).parent.mkdir()
        (tmp_path / token.NAME).write_text(f"{SECRET}\n")
    remote = custom.of(Settings()).remote
    started = engine.start("rasa", MODELS_HOME / "cache", remote=remote)
    assert started.classify(TEXT).intents[0].name is IntentName.URGE
