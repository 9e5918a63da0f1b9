"""The Bot API's methods, after their documented answers (core.telegram.org/bots/api)."""

import itertools
import json
import threading
import time
from collections.abc import Callable
from typing import Any

import httpx

from bot.channel.telegram.service import SECRET_HEADER

TOKEN = "123456:emulated"


NAME = "xiaoqing_bot"


BOT = {"id": 123456, "is_bot": True, "first_name": "小清", "username": NAME}


_LONGEST_POLL_S = 1.0


_PATIENCE_S = 60.0


_SILENCE_S = 3.0


_TOO_MANY, _BLOCKED, _CONFLICT, _NOT_FOUND = 429, 403, 409, 404


Answer = tuple[int, dict[str, Any]]


class Telegram:
    """The far end: people's updates go in, what the bot sent comes out."""

    def __init__(self) -> None:
        self.url = ""
        self.sent: list[dict[str, Any]] = []
        self.acknowledged: list[dict[str, Any]] = []
        self.menu: list[dict[str, str]] = []
        self.webhook: dict[str, Any] | None = None
        self.files: dict[str, bytes] = {}
        self.fails: list[int] = []
        """How the next messages are answered: a status code, or 0 for not at all."""
        self.blocked: set[int] = set()
        self.contested = False
        """Another bot polls with the same token."""
        self._updates: list[dict[str, Any]] = []
        self._numbers = itertools.count(1)
        self._news = threading.Condition()

    def write(self, chat: int, text: str | None = None, **more: Any) -> dict[str, Any]:
        """Somebody writes, or sends whatever is in `more`."""
        message = self.message(chat, text, **more)
        return self.put({"message": message})

    def message(self, chat: int, text: str | None = None, **more: Any) -> dict[str, Any]:
        """A message as Telegram describes one."""
        message: dict[str, Any] = {
            "message_id": next(self._numbers),
            "date": int(time.time()),
            "chat": {"id": chat, "type": "private", "first_name": "王"},
            "from": {"id": chat, "is_bot": False, "first_name": "王"},
            **more,
        }
        if text is not None:
            message["text"] = text
            if text.startswith("/"):
                length = len(text.split()[0])
                message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        return message

    def press(self, message: dict[str, Any], title: str) -> dict[str, Any]:
        """Press a button of a message that the bot sent."""
        rows = message["reply_markup"]["inline_keyboard"]
        data = next(b["callback_data"] for row in rows for b in row if title in b["text"])
        query = {
            "id": str(next(self._numbers)),
            "from": {"id": message["chat"]["id"], "is_bot": False, "first_name": "王"},
            "message": message,
            "chat_instance": "1",
            "data": data,
        }
        return self.put({"callback_query": query})

    def put(self, update: dict[str, Any]) -> dict[str, Any]:
        """Any update."""
        update["update_id"] = next(self._numbers)
        self.again(update)
        return update

    def again(self, update: dict[str, Any]) -> None:
        """The same update once more, as after a cut line."""
        if self.webhook:
            header = {SECRET_HEADER: self.webhook["secret_token"]}
            httpx.post(self.webhook["url"], json=update, headers=header).raise_for_status()
            return
        with self._news:
            self._updates.append(update)
            self._news.notify_all()

    def told(self, chat: int) -> list[dict[str, Any]]:
        """What a chat was sent, in order."""
        with self._news:
            return [message for message in self.sent if message["chat"]["id"] == chat]

    def wait(self, chat: int, words: str, after: int = 0) -> dict[str, Any]:
        """The first message to a chat with these words in it, of those after `after`."""
        return self.until(
            lambda: next((m for m in self.told(chat)[after:] if words in m["text"]), None), words
        )

    def says(self, chat: int, text: str, words: str) -> dict[str, Any]:
        """Somebody writes, and the next message has these words in it."""
        after = len(self.told(chat))
        self.write(chat, text)
        return self.wait(chat, words, after)

    def taps(self, message: dict[str, Any], title: str, words: str) -> dict[str, Any]:
        """Somebody presses a button, and the next message has these words in it."""
        chat = message["chat"]["id"]
        after = len(self.told(chat))
        self.press(message, title)
        return self.wait(chat, words, after)

    def until(self, found: Callable[[], Any], what: str) -> Any:
        """Wait for the bot."""
        deadline = time.monotonic() + _PATIENCE_S
        while not (result := found()):
            told = [message["text"] for message in self.sent]
            assert time.monotonic() < deadline, f"waited for {what}; the bot said {told}"
            time.sleep(0.02)
        return result

    def call(self, method: str, given: dict[str, Any]) -> Answer:
        """What the Bot API answers."""
        match method:
            case "getMe":
                return _ok(BOT)
            case "getUpdates":
                if self.contested:
                    return _CONFLICT, _refusal(
                        _CONFLICT, "Conflict: terminated by other getUpdates"
                    )
                return _ok(self._take(int(given.get("offset") or 0)))
            case "setMyCommands":
                self.menu = _json(given["commands"])
            case "setWebhook":
                self.webhook = given
            case "deleteWebhook":
                self.webhook = None
            case "answerCallbackQuery":
                self.acknowledged.append(given)
            case "sendMessage" | "sendVoice" | "sendPhoto":
                return self._send(given)
            case "getFile":
                name = given["file_id"]
                return _ok({"file_id": name, "file_unique_id": name, "file_path": name})
        return _ok(True)

    def _send(self, given: dict[str, Any]) -> Answer:
        chat = int(given["chat_id"])
        if chat in self.blocked:
            return _BLOCKED, _refusal(_BLOCKED, "Forbidden: bot was blocked by the user")
        if self.fails:
            status = self.fails.pop(0)
            if status == 0:
                time.sleep(_SILENCE_S)
                return 0, {}
            more = {"parameters": {"retry_after": 1}} if status == _TOO_MANY else {}
            return status, _refusal(status, "later") | more
        message = {
            "message_id": next(self._numbers),
            "date": int(time.time()),
            "from": BOT,
            "chat": {"id": chat, "type": "private" if chat > 0 else "group"},
            "text": given.get("text", ""),
            **{kind: given[kind] for kind in ("voice", "photo") if kind in given},
        }
        if markup := given.get("reply_markup"):
            message["reply_markup"] = _json(markup)
        with self._news:
            self.sent.append(message)
        seen = {key: value for key, value in message.items() if key not in ("voice", "photo")}
        return _ok(seen)

    def _take(self, offset: int) -> list[dict[str, Any]]:
        with self._news:
            self._updates = [
                each for each in self._updates if each["update_id"] >= offset or offset == 0
            ]
            if not self._updates:
                self._news.wait(_LONGEST_POLL_S)
            return list(self._updates)


def _ok(result: Any) -> Answer:
    return 200, {"ok": True, "result": result}


def _refusal(status: int, why: str) -> dict[str, Any]:
    return {"ok": False, "error_code": status, "description": why}


def _json(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) else value
