"""News carried by Telegram: one message to the chat where the matter was told."""

import json
import time

import httpx

from bot.channel.telegram import keyboard
from handlers.notification.dispatcher import DeliveryError, OutgoingMessage

API = "https://api.telegram.org"
A_SECOND = 5
"""Messages; what people wait for an answer to goes first (settings.telegram_rate)."""
_PATIENCE_S = 10.0
_BLOCKED, _TOO_MANY = 403, 429


class TelegramTransport:
    """Sends by the Bot API. Who has blocked the bot is told nothing more."""

    def __init__(self, token: str, api: str | None = None) -> None:
        self._url = f"{(api or API).rstrip('/')}/bot{token}/sendMessage"
        self._client = httpx.Client(timeout=_PATIENCE_S)
        self._free_at = 0.0

    def carry(self, outgoing: OutgoingMessage) -> None:
        """Send it. Raises DeliveryError, closed where the chat is closed to us."""
        self._wait()
        message: dict[str, object] = {"chat_id": outgoing.address, "text": outgoing.words}
        if rows := keyboard.of_commands(outgoing.buttons):
            message["reply_markup"] = rows.to_dict()
        try:
            answer = self._client.post(self._url, json=message)
        except httpx.HTTPError as error:
            # The address holds the token: it must not come into a log or a table.
            raise DeliveryError(type(error).__name__) from None
        if answer.is_success:
            return
        why, status = f"HTTP {answer.status_code}", answer.status_code
        if status == _TOO_MANY:
            raise DeliveryError(why, after_s=_retry_after(answer))
        raise DeliveryError(why, closed=status == _BLOCKED, final=answer.is_client_error)

    def _wait(self) -> None:
        now = time.monotonic()
        time.sleep(max(0.0, self._free_at - now))
        self._free_at = max(now, self._free_at) + 1 / A_SECOND


def _retry_after(answer: httpx.Response) -> float:
    try:
        return float(answer.json()["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError, json.JSONDecodeError):
        return 1.0
