"""The outside platform (基层治理四平台): signed JSON over HTTP, as docs/platform.md describes."""

from collections.abc import Callable
from datetime import datetime

import httpx

from handlers.account import signature
from handlers.notification.dispatcher import DeliveryError, Parcel

EVENT, TIMESTAMP, SIGNATURE = "X-Xiaoqing-Event", "X-Xiaoqing-Timestamp", "X-Xiaoqing-Signature"
_PATIENCE_S = 10.0
_TRY_AGAIN = (408, 425, 429)


class PlatformDoor:
    """Posts each notice; the platform drops an event id that it knows."""

    def __init__(self, url: str, secret: str, clock: Callable[[], datetime]) -> None:
        self._url = url
        self._secret = secret
        self._clock = clock
        self._client = httpx.Client(timeout=_PATIENCE_S)

    def carry(self, parcel: Parcel) -> None:
        """Post it, and return when the platform has said that it has it."""
        body = (parcel.payload or "{}").encode()
        timestamp = str(int(self._clock().timestamp()))
        headers = {
            "Content-Type": "application/json",
            EVENT: parcel.key,
            TIMESTAMP: timestamp,
            SIGNATURE: signature.sign(self._secret, timestamp, body),
        }
        try:
            answer = self._client.post(self._url, content=body, headers=headers)
        except httpx.HTTPError as error:
            raise DeliveryError(f"{type(error).__name__}: {error}") from error
        if answer.is_success:
            return
        final = answer.is_client_error and answer.status_code not in _TRY_AGAIN
        raise DeliveryError(f"HTTP {answer.status_code}", final=final)
