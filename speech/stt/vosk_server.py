"""Recognition by vosk-server instances elsewhere, in their own protocol.

https://alphacephei.com/vosk/server: the configuration gets no reply, every chunk of s16le gets one
(a partial, or the result of a phrase that ended), and so does the end, byte for byte as below.
"""

import json
import logging
import re
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from websockets.exceptions import WebSocketException
from websockets.sync.client import ClientConnection, connect

from speech.audio.pcm import SAMPLE_RATE, seconds
from speech.stt.orthography import written
from speech.stt.recogniser import Recogniser, RecognitionError, Shown, Transcript

NAME = "vosk-server"
SCHEMES = ("ws://", "wss://")
EOF = '{"eof" : 1}'
CONFIG = json.dumps({"config": {"sample_rate": SAMPLE_RATE, "words": True}})
OPEN_S, REPLY_S = 2.0, 10.0
"""How long a server may take to let us in, and to answer a chunk."""
HEALTH_S = 10.0
"""How often a server that failed is looked at again."""
_AGAIN = 16_000
"""Bytes a message when what was said is said again to another server."""
_BETWEEN_HAN = re.compile(r"(?<=[一-鿿]) +(?=[一-鿿])")
_FAULTS = (WebSocketException, OSError, TimeoutError, ValueError)
_log = logging.getLogger(__name__)


@dataclass
class Host:
    """One server, and whether it answered when it was last asked."""

    url: str
    up: bool = True

    def open(self) -> ClientConnection:
        """A connection that is set up. Raises one of _FAULTS."""
        socket = connect(self.url, open_timeout=OPEN_S, close_timeout=OPEN_S, max_size=None)
        socket.send(CONFIG)
        return socket


class VoskServers:
    """Some servers as one engine: each utterance goes to the next one that answers."""

    name = NAME
    streaming = True

    def __init__(self, urls: Sequence[str]) -> None:
        """Raises RecognitionError where none of them answers."""
        self._hosts = [Host(url) for url in urls]
        self._turn = 0
        self._lock = threading.Lock()
        self._look()
        if not any(host.up for host in self._hosts):
            raise RecognitionError(f"no vosk-server answers: {', '.join(urls)}")
        threading.Thread(target=self._watch, name="vosk-servers", daemon=True).start()

    def open(self, _phrases: Sequence[str] = (), /) -> Recogniser:
        """A recogniser for one utterance."""
        return RemoteRecogniser(self)

    def reach(self) -> tuple[Host, ClientConnection]:
        """A connection to whoever is next. Raises RecognitionError where nobody answers."""
        for host in self._in_turn():
            try:
                return host, host.open()
            except _FAULTS as error:
                self.failed(host, error)
        raise RecognitionError("no vosk-server answers")

    def failed(self, host: Host, error: Exception) -> None:
        """It is left out until it answers again."""
        _log.warning("%s: %s", host.url, error)
        host.up = False

    def _in_turn(self) -> list[Host]:
        with self._lock:
            self._turn += 1
            turn = self._turn % len(self._hosts)
        hosts = self._hosts[turn:] + self._hosts[:turn]
        return sorted(hosts, key=lambda host: not host.up)

    def _watch(self) -> None:
        while True:
            time.sleep(HEALTH_S)
            self._look(only_down=True)

    def _look(self, *, only_down: bool = False) -> None:
        for host in self._hosts:
            if only_down and host.up:
                continue
            try:
                host.open().close()
                host.up = True
            except _FAULTS:
                host.up = False


class RemoteRecogniser:
    """One utterance. What was said is kept, so that another server can hear it from the start."""

    def __init__(self, servers: VoskServers) -> None:
        self._servers = servers
        self._said = bytearray()
        self._host, self._socket = servers.reach()
        self._phrases: list[dict[str, Any]] = []
        self._shown = Shown()

    def feed(self, pcm: bytes) -> str | None:
        """Take sound; the text so far where it has changed."""
        if not pcm:
            return None
        self._said += pcm
        running = self._keep(self._exchange(pcm))
        return self._shown.news(self._text(running))

    def settle(self) -> str | None:
        """Nothing to do ahead of time."""
        return None

    def finish(self, tail: bytes = b"") -> Transcript:
        """All of it; the confidence is the mean over the words."""
        self.feed(tail)
        self._keep(self._exchange(EOF))
        self._socket.close()
        sure = [word["conf"] for phrase in self._phrases for word in phrase.get("result", [])]
        return Transcript(
            text=self._text(""),
            confidence=min(1.0, max(0.0, sum(sure) / len(sure))) if sure else 0.0,
            engine=NAME,
            seconds=seconds(len(self._said)),
        )

    def _exchange(self, message: bytes | str) -> dict[str, Any]:
        """Send one message, and wait for its one reply; where the line breaks, at another server
        with all that was said before. Raises RecognitionError."""
        try:
            return self._ask(message)
        except _FAULTS as error:
            self._servers.failed(self._host, error)
        before = self._said[: len(self._said) - (len(message) if message != EOF else 0)]
        while True:
            self._host, self._socket = self._servers.reach()
            try:
                self._phrases = []
                for start in range(0, len(before), _AGAIN):
                    self._keep(self._ask(bytes(before[start : start + _AGAIN])))
                return self._ask(message)
            except _FAULTS as error:
                self._servers.failed(self._host, error)

    def _ask(self, message: bytes | str) -> dict[str, Any]:
        self._socket.send(message)
        reply = json.loads(self._socket.recv(timeout=REPLY_S))
        if not isinstance(reply, dict):
            raise ValueError("a reply that is no object")
        return reply

    def _keep(self, reply: dict[str, Any]) -> str:
        """Keep a phrase that has ended; what is still running."""
        if reply.get("text"):
            self._phrases.append(reply)
        return str(reply.get("partial") or "")

    def _text(self, running: str) -> str:
        parts = [*(str(phrase["text"]) for phrase in self._phrases), running]
        return written(_BETWEEN_HAN.sub("", " ".join(part for part in parts if part)))


def load(choice: str) -> VoskServers:
    """The servers of a setting: URLs between commas. Raises RecognitionError."""
    return VoskServers([url.strip() for url in choice.split(",") if url.strip()])
