"""Asking a Rasa server what a text wants: its HTTP API over lines that stay open."""

import http.client
import json
import time
from collections import deque
from urllib.parse import SplitResult, urlencode, urlsplit

from nlu.understanding import Intent, IntentName

PATIENCE = 1.0
"""Seconds that an answer may take. It takes milliseconds; a resident is waiting."""
MOST_BYTES = 1 << 20
PIECE = 1 << 16


class RasaError(Exception):
    """Rasa gave no answer that can be used; the message says what it did instead."""


class RasaSilentError(RasaError):
    """Nobody answered at all, or not in time: the next text would wait just as long."""


class Client:
    """One Rasa server. Thread-safe: each question has a line of its own while it is asked."""

    def __init__(self, url: str, token: str | None = None, patience: float = PATIENCE) -> None:
        """Raises ValueError for what is no http(s) address."""
        self._address = _address(url)
        self._patience = patience
        query = f"?{urlencode({'token': token})}" if token else ""
        self._path = f"{self._address.path.rstrip('/')}/model/parse{query}"
        self._idle: deque[http.client.HTTPConnection] = deque()

    def intents(self, text: str) -> tuple[Intent, ...]:
        """What a text may want, likeliest first. Raises RasaError."""
        # Rasa takes what begins with a slash for a command: "/confirm" would be a sure yes.
        content = json.dumps({"text": f"，{text}" if text.startswith("/") else text}).encode()
        status, answer = self._ask(content)
        if status != http.client.OK:
            raise RasaError(_refusal(status, answer))
        return _ranked(answer)

    def close(self) -> None:
        """Close the idle lines."""
        while self._idle:
            self._idle.pop().close()

    def _ask(self, content: bytes) -> tuple[int, bytes]:
        end = time.monotonic() + self._patience
        while True:
            line, fresh = self._line()
            try:
                answer = self._post(line, content, end)
            except TimeoutError as error:
                line.close()
                raise RasaSilentError(f"no answer within {self._patience:g} s") from error
            except (OSError, http.client.HTTPException) as error:
                line.close()
                if fresh:
                    raise RasaSilentError(f"{type(error).__name__}: {error}") from error
                continue  # a line that lay idle may have been closed at the other end
            self._idle.append(line)
            return answer

    def _line(self) -> tuple[http.client.HTTPConnection, bool]:
        """A line nobody else uses, and whether it is new."""
        try:
            return self._idle.pop(), False
        except IndexError:
            kind = _KINDS[self._address.scheme]
            return kind(self._address.hostname or "", self._address.port), True

    def _post(
        self, line: http.client.HTTPConnection, content: bytes, end: float
    ) -> tuple[int, bytes]:
        line.timeout = max(0.001, end - time.monotonic())
        if line.sock:
            line.sock.settimeout(line.timeout)
        line.request("POST", self._path, content, {"Content-Type": "application/json"})
        response = line.getresponse()
        answer = bytearray()
        while piece := response.read1(PIECE):
            answer += piece
            if len(answer) > MOST_BYTES:
                raise http.client.HTTPException(f"more than {MOST_BYTES} bytes")
            if time.monotonic() > end:
                raise TimeoutError
        response.read()  # nothing is left: it tells the line that it is free again
        return response.status, bytes(answer)


def _address(url: str) -> SplitResult:
    address = urlsplit(url)
    if address.scheme not in _KINDS or not address.hostname or address.port == 0:
        raise ValueError(f"{url!r} is not an http address such as http://127.0.0.1:5005")
    return address


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
    if status in {http.client.UNAUTHORIZED, http.client.FORBIDDEN}:
        return f"HTTP {status}: the token is not Rasa's (XIAOQING_RASA_TOKEN)"
    try:
        reason = str(json.loads(answer)["message"])[:200]
    except (ValueError, KeyError, TypeError):
        reason = http.client.responses.get(status, "")
    return f"HTTP {status}: {reason}"


_KINDS = {"http": http.client.HTTPConnection, "https": http.client.HTTPSConnection}
_NAMES = frozenset(map(str, IntentName))
