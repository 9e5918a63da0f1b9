"""The generic chat door: a second messaging door, with nothing of its own in handlers."""

import ast
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from bot import background
from bot.app import create_app
from data.record.conversation import Conversation
from data.record.station import Representative
from data.settings import Settings
from handlers.account import chat_link
from nlu.understander import Understander
from tests.conftest import share_cache
from tests.support.loop import LAMP, STREET

TOKEN = "a token that both sides know"
ROOT = Path(__file__).parents[4]


class Chat:
    """The chat's own server: what it was sent, and how it answers."""

    def __init__(self) -> None:
        self.url = ""
        self.got: list[dict[str, Any]] = []
        self.fails: list[int] = []

    def told(self, words: str) -> dict[str, Any]:
        deadline = time.monotonic() + 60
        while not (found := [m for m in self.got if words in m["text"]]):
            assert time.monotonic() < deadline, (words, self.got)
            time.sleep(0.02)
        return found[0]


@contextmanager
def serving() -> Iterator[Chat]:
    chat = Chat()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            known = self.headers["Authorization"] == f"Bearer {TOKEN}"
            status = chat.fails.pop(0) if chat.fails else 200 if known else 401
            if status == 200:
                chat.got.append(json.loads(body))
            self.send_response(status)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    chat.url = f"http://127.0.0.1:{server.server_port}/"
    yield chat
    server.shutdown()
    server.server_close()


@pytest.fixture
def chat() -> Iterator[Chat]:
    with serving() as opened:
        yield opened


@pytest.fixture
def client(
    settings: Settings, reader: Understander, chat: Chat, monkeypatch: pytest.MonkeyPatch
) -> Iterator[TestClient]:
    monkeypatch.setattr(background, "PAUSE_S", 0.05)
    share_cache(settings.home)
    told = {
        "speech": "none",
        "station": STREET,
        "quiet_from": 0,
        "quiet_until": 0,
        "callback_url": chat.url,
        "callback_token": TOKEN,
    }
    with TestClient(create_app(settings.model_copy(update=told))) as opened:
        yield opened


Say = Callable[..., None]


@pytest.fixture
def say(client: TestClient) -> Say:
    """Somebody writes in the chat."""

    def saying(sender: str, text: str, **metadata: str) -> None:
        body = {"sender": sender, "message": text, "metadata": metadata or None}
        answer = client.post(
            "/webhooks/callback/webhook", json=body, headers={"Authorization": f"Bearer {TOKEN}"}
        )
        assert (answer.status_code, answer.text) == (200, "success")

    return saying


def test_a_resident_and_a_deputy_as_on_telegram(client: TestClient, say: Say, chat: Chat) -> None:
    services = client.app.state.services  # type: ignore[attr-defined]
    with services.database.transaction() as session:
        person = Representative(code="R1", name="王代表", station_code=STREET)
        session.add(person)
        session.flush()
        invitation = chat_link.invite(session, person, datetime.now(UTC))
    say("deputy", f"/bind {invitation}")
    chat.told("王代表您好")
    say("her", LAMP)
    assert chat.told("怎么称呼")["buttons"]
    say("her", "不留")
    receipt = chat.told("您的编号是")["text"]
    code = receipt.split("编号是 ")[1][:9].replace(" ", "")
    say("deputy", f"/claim {code}")
    chat.told("这件归您了")
    say("deputy", f"/answer {code}")
    chat.told("怎么答复")
    say("deputy", "换了新灯")
    news = chat.told("有答复了：换了新灯")
    assert news["recipient_id"] == "her"
    say("her", news["buttons"][0]["payload"])
    chat.told("谢谢")


def test_a_message_that_comes_twice_is_answered_once(say: Say, chat: Chat) -> None:
    say("her", LAMP, turn_id="1")
    say("her", LAMP, turn_id="1")
    say("her", "不留", turn_id="2")
    chat.told("您的编号是")
    assert len([m for m in chat.got if "怎么称呼" in m["text"]]) == 1


def test_a_server_that_stumbles_gets_the_answer_later(say: Say, chat: Chat) -> None:
    chat.fails += [500, 503]
    say("her", LAMP)
    chat.told("怎么称呼")


def test_a_person_who_is_gone_is_told_nothing_more(
    client: TestClient, say: Say, chat: Chat
) -> None:
    say("her", LAMP)
    chat.told("怎么称呼")
    chat.fails += [410, 410]  # the answer, and the news after it
    say("her", "不留")
    services = client.app.state.services  # type: ignore[attr-defined]

    def closed() -> bool:
        with services.database.reading() as session:
            return session.exec(select(Conversation)).one().closed_at is not None

    deadline = time.monotonic() + 60
    while not closed():
        assert time.monotonic() < deadline
        time.sleep(0.02)
    assert len(chat.got) == 1


@pytest.mark.parametrize("given", [None, "Bearer wrong", TOKEN, "Bearer 鍵"])
def test_without_the_token_nothing_is_taken(client: TestClient, given: str | None) -> None:
    headers = {"Authorization": given.encode()} if given else {}
    body = {"sender": "her", "message": LAMP}
    answer = client.post("/webhooks/callback/webhook", json=body, headers=headers)
    assert answer.status_code == 401
    assert "令牌" in answer.json()["detail"]["words"]


def test_handlers_know_no_messaging_channel() -> None:
    """Which channel it is may decide a policy (chat_link.PERSONAL), and nothing else."""
    named = {
        path.name
        for path in sorted((ROOT / "handlers").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute) and node.attr in ("TELEGRAM", "CALLBACK")
    }
    assert named == {"chat_link.py"}
