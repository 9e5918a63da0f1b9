"""Answers and news for any chat behind a webhook, as Rasa's callback channel posts them."""

import httpx
from pydantic import TypeAdapter

from handlers.message.turn import Button
from handlers.notification.dispatcher import DeliveryError, OutgoingMessage

_PATIENCE_S = 10.0
_GONE, _TOO_MANY = 410, 429
_BUTTONS = TypeAdapter(tuple[Button, ...])


class CallbackTransport:
    """Posts {recipient_id, text, buttons} to the chat's own server, with our bearer token.

    A server that answers 410 says that this person is to be told nothing more.
    """

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._client = httpx.Client(
            timeout=_PATIENCE_S, headers={"Authorization": f"Bearer {token}"}
        )

    def carry(self, outgoing: OutgoingMessage) -> None:
        """Post it. Raises DeliveryError."""
        message: dict[str, object] = {"recipient_id": outgoing.address, "text": outgoing.words}
        if outgoing.buttons:
            message["buttons"] = _BUTTONS.dump_python(outgoing.buttons, mode="json")
        try:
            answer = self._client.post(
                self._url, json=message, headers={"X-Xiaoqing-Event": outgoing.key}
            )
        except httpx.HTTPError as error:
            raise DeliveryError(f"{type(error).__name__}: {error}") from error
        if answer.is_success:
            return
        status = answer.status_code
        final = answer.is_client_error and status != _TOO_MANY
        raise DeliveryError(f"HTTP {status}", final=final, closed=status == _GONE)
