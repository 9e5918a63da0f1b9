"""What recogniser processes are forked from: `python -m speech.pool.fork_server FD NAME FOLDER`.

It is started fresh, so it has no threads and nothing of the server's memory; what it has loaded,
its children share until they write to it. It ends when its line to the server does, and takes
them along.
"""

import gc
import logging
import os
import select
import signal
import socket
import sys
from collections import deque
from importlib import import_module
from pathlib import Path

from speech.pool import worker
from speech.pool.protocol import Fork, Learn, Learned, Ready, Trouble, Unpacker, packed
from speech.stt.recogniser import (
    ENGINES,
    Correctable,
    Corrector,
    RecognitionError,
    SpeechEngine,
    load,
)

_REAP_S = 1.0
_READ = 1 << 16
_log = logging.getLogger(__name__)


class ForkServer:
    """An engine of which there can be many."""

    def __init__(self, control: socket.socket, name: str, folder: Path) -> None:
        self._control = control
        self._name, self._folder = name, folder
        self._engine: SpeechEngine | None = None
        self._corrector: Corrector | None = None
        self._children: set[int] = set()

    def serve(self) -> None:
        """Until the server hangs up."""
        try:
            # Only what has no threads survives a fork.
            if getattr(import_module(ENGINES[self._name]), "SHARED", False):
                self._engine = load(self._name, self._folder)
        except Exception as error:
            self._control.sendall(packed(Trouble(str(error))))
            return
        self._control.sendall(packed(Ready()))
        unpacker = Unpacker()
        lines: deque[int] = deque()
        try:
            while True:
                if not select.select([self._control], [], [], _REAP_S)[0]:
                    self._reap()
                    continue
                data, fds, _, _ = socket.recv_fds(self._control, _READ, 16)
                if not data:
                    return
                lines += fds
                for message in unpacker.feed(data):
                    self._obey(message, lines)
        finally:
            for child in self._children:
                os.kill(child, signal.SIGKILL)

    def _obey(self, message: object, lines: deque[int]) -> None:
        if isinstance(message, Learn):
            self._control.sendall(packed(self._learn(message)))
        elif isinstance(message, Fork):
            with socket.socket(fileno=lines.popleft()) as line:
                self._fork(line)

    def _learn(self, message: Learn) -> Learned:
        try:
            self._corrector = message.make()
        except Exception as error:
            return Learned(str(error) or type(error).__name__)
        return Learned()

    def _fork(self, line: socket.socket) -> None:
        gc.collect()
        gc.freeze()  # a child that looks for garbage among what it shares would copy all of it
        child = os.fork()
        if child:
            self._children.add(child)
            return
        status = 1
        try:
            self._control.close()
            self._child(line)
            status = 0
        except (BrokenPipeError, ConnectionResetError):
            status = 0
        except BaseException:
            _log.exception("a recogniser process broke")
        finally:
            # Nothing of the fork server's own end may run in its child.
            os._exit(status)

    def _child(self, line: socket.socket) -> None:
        try:
            engine = self._engine or load(self._name, self._folder)
        except RecognitionError as error:
            line.sendall(packed(Trouble(str(error))))
            return
        if isinstance(engine, Correctable):
            engine.corrector = self._corrector
        worker.work(line, engine)

    def _reap(self) -> None:
        while self._children:
            child, _ = os.waitpid(-1, os.WNOHANG)
            if not child:
                return
            self._children.discard(child)


def main() -> None:
    """Serve the line that was handed down."""
    # Ctrl-C reaches everybody in the terminal; the server says when the work is done.
    for polite in (signal.SIGINT, signal.SIGTERM):
        signal.signal(polite, signal.SIG_IGN)
    fd, name, folder = sys.argv[1:]
    with socket.socket(fileno=int(fd)) as control:
        ForkServer(control, name, Path(folder)).serve()


if __name__ == "__main__":
    main()
