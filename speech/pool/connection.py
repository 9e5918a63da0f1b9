"""Our ends of the lines: to each recogniser process, and to the fork server they come from.

Everything here happens in the one event loop of the pool.
"""

import asyncio
import contextlib
import math
import os
import select
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any

from speech.audio.pcm import seconds
from speech.pool.pooled_recogniser import PooledUtterance
from speech.pool.protocol import Ask, Call, CallResult, Fork, Hello, Unpacker, packed

_READ = 1 << 16
_START_S, _END_S = 120.0, 5.0


class WorkerConnection(asyncio.Protocol):
    """One recogniser process. `asked` holds whose answers are awaited, in the order of asking:
    the first of them is what it works on."""

    def __init__(
        self,
        heard: "Callable[[WorkerConnection, Any], None]",
        lost: "Callable[[WorkerConnection], None]",
    ) -> None:
        self.hello: Hello | None = None
        self.retiring = False
        self.utterances: set[PooledUtterance] = set()
        self.asked: deque[PooledUtterance] = deque()
        self.since = asyncio.get_running_loop().time()
        """When it last showed that it lives, or got something to do."""
        self._heard, self._lost = heard, lost
        self._unpacker = Unpacker()
        self._transport: asyncio.Transport | None = None

    async def connect(self, line: socket.socket) -> None:
        """Begin to listen to what it says on this end of its line."""
        await asyncio.get_running_loop().create_connection(lambda: self, sock=line)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by the loop."""
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 - a stream
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        """Called by the loop."""
        self.since = asyncio.get_running_loop().time()
        for message in self._unpacker.feed(data):
            if isinstance(message, CallResult):
                for utterance in self.asked:
                    if utterance.number == message.utterance:
                        self.asked.remove(utterance)
                        break
            self._heard(self, message)

    def connection_lost(self, _error: Exception | None) -> None:
        """Called by the loop, once."""
        self._lost(self)

    def ask(self, utterance: PooledUtterance, call: Call, argument: object = None) -> None:
        """One call; the answer comes to `heard`."""
        assert self._transport  # noqa: S101 - it was connected before anybody knew of it
        if call is Call.DROP:
            self.asked = deque(other for other in self.asked if other is not utterance)
        else:
            if not self.asked:
                self.since = asyncio.get_running_loop().time()
            self.asked.append(utterance)
        self._transport.write(packed(Ask(utterance.number, call, argument)))

    def patience(self, hang_s: float) -> float:
        """How many seconds it may show no life: `hang_s` and twice the sound that it works on."""
        if self.asked:
            return hang_s + 2 * seconds(self.asked[0].size)
        return math.inf if self.hello else _START_S

    def kill(self) -> None:
        """It does not answer. While its line is open it lives, so the number is still its own."""
        if self.hello:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.hello.pid, signal.SIGKILL)
        self.dismiss()

    def dismiss(self) -> None:
        """It ends once it has done what it is at, and hears nobody any more."""
        self.retiring = True
        if self._transport:
            self._transport.abort()


class ForkServerConnection:
    """The fork server's process, and the line on which it is told to fork."""

    def __init__(self, name: str, folder: Path, heard: Callable[[Any], None]) -> None:
        """`heard` is called with each message, and with None when it is gone."""
        self.ready = False
        self._heard = heard
        self._unpacker = Unpacker()
        self._control, theirs = socket.socketpair()
        self._control.setblocking(False)
        path = os.pathsep.join(place for place in sys.path if place)
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [
                    *(sys.executable, "-P", "-m", "speech.pool.fork_server"),
                    *(str(theirs.fileno()), name, str(folder)),
                ],
                # Threads do not survive a fork, and a decode has one core.
                env={**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
                stdin=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
            )
        asyncio.get_running_loop().add_reader(self._control, self._read)

    @property
    def pid(self) -> int:
        """The process."""
        return self._process.pid

    def fork(self) -> socket.socket:
        """Our end of the line to a new worker, which says Hello when it can hear. Raises OSError
        where the fork server is gone."""
        ours, theirs = socket.socketpair()
        with theirs:
            self._send(packed(Fork()), [theirs.fileno()])
        ours.setblocking(False)
        return ours

    def tell(self, message: object) -> None:
        """Raises OSError where the fork server is gone."""
        self._send(packed(message), [])

    def dismiss(self) -> None:
        """It ends, and so do its workers."""
        asyncio.get_running_loop().remove_reader(self._control)
        self._control.close()
        try:
            self._process.wait(_END_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _send(self, data: bytes, fds: list[int]) -> None:
        while data:
            try:
                sent = socket.send_fds(self._control, [data], fds)
            except BlockingIOError:
                select.select([], [self._control], [], 1.0)
            else:
                data, fds = data[sent:], []

    def _read(self) -> None:
        try:
            data = self._control.recv(_READ)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        if not data:
            self.dismiss()
            self._heard(None)
            return
        for message in self._unpacker.feed(data):
            self._heard(message)
