"""Asking a Rasa server what a text wants: its HTTP API over lines that stay open."""

import json
import ssl
import time
from http import HTTPStatus
from urllib.parse import urlencode, urlsplit

import httpx

from nlu.understanding import Intent, IntentName

PATIENCE = 1.0
"""Seconds that an answer may take. It takes milliseconds; a resident is waiting."""
MOST_BYTES = 1 << 20


class RasaError(Exception):
    """Rasa gave no answer that can be used; the message says what it did instead."""


class RasaSilentError(RasaError):
    """Nobody answered at all, or not in time: the next text would wait just as long."""


class RasaClient:
    """One Rasa server. Thread-safe: each question has a line of its own while it is asked."""

    def __init__(self, url: str, token: str | None = None, patience: float = PATIENCE) -> None:
        """Raises ValueError for what is no http(s) address."""
        self._url = _address(url, token)
        self._patience = patience
        self._lines = httpx.Client(
            # Not packed, so that what is counted is what is held.
            headers={"Accept-Encoding": "identity", "Content-Type": "application/json"},
            limits=httpx.Limits(keepalive_expiry=None),
            trust_env=False,  # what residents say goes through nobody's proxy
            verify=ssl.create_default_context(),  # the machine's own authorities, as a station's
        )

    def intents(self, text: str) -> tuple[Intent, ...]:
        """What a text may want, likeliest first. Raises RasaError."""
        # Rasa takes what begins with a slash for a command: "/confirm" would be a sure yes.
        status, answer = self._ask({"text": f"，{text}" if text.startswith("/") else text})
        if status != HTTPStatus.OK:
            raise RasaError(_refusal(status, answer))
        return _ranked(answer)

    def close(self) -> None:
        """Close the lines."""
        self._lines.close()

    def _ask(self, question: dict[str, str]) -> tuple[int, bytes]:
        end = time.monotonic() + self._patience
        content = json.dumps(question).encode()
        try:
            try:
                return self._post(content, end)
            except (httpx.ReadError, httpx.WriteError, httpx.RemoteProtocolError):
                # A line that lay idle may be closed at the other end just as it is used again.
                return self._post(content, end)
        except httpx.TimeoutException as error:
            raise RasaSilentError(f"no answer within {self._patience:g} s") from error
        except httpx.HTTPError as error:
            raise RasaSilentError(f"{type(error).__name__}: {error}") from error

    def _post(self, content: bytes, end: float) -> tuple[int, bytes]:
        patience = max(0.001, end - time.monotonic())
        answer = bytearray()
        with self._lines.stream("POST", self._url, content=content, timeout=patience) as response:
            for piece in response.iter_raw():
                answer += piece
                if len(answer) > MOST_BYTES:
                    raise RasaSilentError(f"more than {MOST_BYTES} bytes")
                if time.monotonic() > end:
                    raise httpx.ReadTimeout("the answer drips")
        return response.status_code, bytes(answer)


def _address(url: str, token: str | None) -> httpx.URL:
    """Where Rasa parses. Raises ValueError."""
    address = urlsplit(url)
    if address.scheme not in _SCHEMES or not address.hostname or address.port == 0:
        raise ValueError(f"{url!r} is not an http address such as http://127.0.0.1:5005")
    path = f"{address.path.rstrip('/')}/model/parse"
    query = urlencode({"token": token}) if token else ""
    try:
        return httpx.URL(address._replace(path=path, query=query, fragment="").geturl())
    except httpx.InvalidURL as error:
        raise ValueError(f"{url!r} is not an http address: {error}") from error


def _ranked(answer: bytes) -> tuple[Intent, ...]:
    """The intents of Rasa's answer that we know. Raises RasaError if it is not of that shape."""
    try:
        ranking = json.loads(answer)["intent_ranking"]
        known = [
            Intent(IntentName(row["name"]), min(1.0, max(0.0, float(row["confidence"]))))
            for row in ranking
            if row["name"] in _NAMES
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise RasaError(f"an answer that is none of Rasa's: {answer[:80]!r}") from error
    if not known:
        raise RasaError("an answer with none of our intents: was it trained on our examples?")
    return tuple(sorted(known, key=lambda intent: -intent.confidence))


def _refusal(status: int, answer: bytes) -> str:
    """What an error answer says: Rasa's own message where there is one."""
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        return f"HTTP {status}: the token is not Rasa's (XIAOQING_RASA_TOKEN)"
    try:
        reason = str(json.loads(answer)["message"])[:200]
    except (ValueError, KeyError, TypeError):
        reason = httpx.codes.get_reason_phrase(status)
    return f"HTTP {status}: {reason}"


_SCHEMES = frozenset({"http", "https"})
_NAMES = frozenset(map(str, IntentName))
