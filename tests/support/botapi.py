"""`telegram-test-api`, a Bot API emulator of others, in a process of its own (tests/botapi)."""

import itertools
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.support.telegram_api import TOKEN

FOLDER = Path(__file__).parents[1] / "botapi"
_PATIENCE_S = 60.0


class BotApi:
    """People at the far end of the emulator, and what the bot sent them."""

    def __init__(self, url: str, inner: str) -> None:
        self.url = url
        self._people = httpx.Client(base_url=inner, timeout=30)
        self._numbers = itertools.count(1)

    def write(self, chat: int, text: str) -> None:
        """Somebody writes."""
        said = {"botToken": TOKEN, "text": text, **self._common(chat)}
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            said["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        self._post("/sendCommand" if text.startswith("/") else "/sendMessage", said)

    def press(self, chat: int, message: dict[str, Any], title: str) -> None:
        """Somebody presses a button of a message of ours."""
        rows = message["reply_markup"]["inline_keyboard"]
        data = next(b["callback_data"] for row in rows for b in row if title in b["text"])
        shown = {"message_id": message["message_id"], "text": message["text"], **self._common(chat)}
        self._post("/sendCallback", {"botToken": TOKEN, "message": shown, "data": data, **shown})

    def told(self, chat: int) -> list[dict[str, Any]]:
        """What a chat was sent, in order."""
        history = self._post("/getUpdatesHistory", {"token": TOKEN})["result"]
        return [
            {**each["message"], "message_id": each["messageId"], "time": each["time"]}
            for each in history
            if str(each.get("message", {}).get("chat_id", "")) == str(chat)
        ]

    def wait(self, chat: int, words: str) -> dict[str, Any]:
        """The first message to a chat with these words in it."""
        deadline = time.monotonic() + _PATIENCE_S
        while True:
            told = self.told(chat)
            if found := [message for message in told if words in message["text"]]:
                return found[0]
            assert time.monotonic() < deadline, (words, [message["text"] for message in told])
            time.sleep(0.05)

    def wait_for_hook(self, url: str) -> None:
        """Until the bot has asked for updates there: what comes before is not pushed."""
        deadline = time.monotonic() + _PATIENCE_S
        while not any(
            hook["url"].startswith(url) for hook in httpx.get(f"{self.url}/hooks").json()
        ):
            assert time.monotonic() < deadline, url
            time.sleep(0.05)

    def _common(self, chat: int) -> dict[str, Any]:
        return {
            "from": {"id": chat, "is_bot": False, "first_name": "王"},
            "chat": {"id": chat, "first_name": "王", "type": "private"},
            "date": int(time.time()),
        }

    def _post(self, path: str, body: dict[str, Any]) -> dict[str, Any]:
        return dict(self._people.post(path, json=body).raise_for_status().json())


@contextmanager
def running() -> Iterator[BotApi]:
    """The emulator on free ports; skips with the reason where Node or the package is missing."""
    if not shutil.which("node") or not (FOLDER / "node_modules").is_dir():
        pytest.skip("telegram-test-api is not installed: tests/botapi.sh")
    port, inner = _free_port(), _free_port()
    process = subprocess.Popen(
        ["node", "serve.js", str(port), str(inner)], cwd=FOLDER, stdout=subprocess.PIPE
    )
    try:
        assert process.stdout
        assert process.stdout.readline() == b"ready\n"
        yield BotApi(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{inner}")
    finally:
        process.kill()
        process.wait()


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
