"""The outside platform (基层治理四平台): signed JSON over HTTP, as docs/platform.md describes."""

from collections.abc import Callable
from datetime import datetime

import httpx

from handlers.account import signature
from handlers.notification.dispatcher import DeliveryError, OutgoingMessage

_PATIENCE_S = 10.0
_TRY_AGAIN = (408, 425, 429)


class PlatformTransport:
    """Posts each notice; the platform drops an event id that it knows."""

    def __init__(self, url: str, secret: str | None, clock: Callable[[], datetime]) -> None:
        self._url = url
        self._secret = secret
        self._clock = clock
        self._client = httpx.Client(timeout=_PATIENCE_S)

    def carry(self, outgoing: OutgoingMessage) -> None:
        """Post it, and return when the platform has said that it has it."""
        body = (outgoing.payload or "{}").encode()
        identifier = outgoing.key.replace(".", "-")  # full stops part what is signed
        headers = {
            "Content-Type": "application/json",
            **signature.headers(self._secret, identifier, body, self._clock()),
        }
        try:
            answer = self._client.post(self._url, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise DeliveryError(f"{type(error).__name__}: {error}") from error
        if answer.is_success:
            return
        final = answer.is_client_error and answer.status_code not in _TRY_AGAIN
        raise DeliveryError(f"HTTP {answer.status_code}", final=final)
