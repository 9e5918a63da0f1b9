"""`xiaoqing` in processes that are forked from one which has imported it: seconds less for each.

What is forked has no thread, no model and nothing of the tests in it. It ends as any program does,
so the one difference from the installed command is when its modules were read.
"""

import atexit
import gc
import json
import os
import select
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).parents[2]
_MOST = 1 << 17
_READ_EARLY = (
    "bot.command.main",
    "alembic.command",
    "uvicorn.lifespan.on",
    "uvicorn.loops.auto",
    "uvicorn.protocols.http.auto",
    "uvicorn.protocols.websockets.auto",
)
_SET_BY_IMPORTS: dict[str, str] = {}


class Process:
    """As subprocess.Popen, as far as our tests need it."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        self.pid = int(self._line.recv(64))
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """How it ended, if it did."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """How it ended. Raises subprocess.TimeoutExpired."""
        ended = self._ended(timeout)
        if ended is None:
            raise subprocess.TimeoutExpired("xiaoqing", timeout or 0.0)
        return ended

    def send_signal(self, number: int) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _ended(self, timeout: float | None) -> int | None:
        if self.returncode is None and select.select([self._line], [], [], timeout)[0]:
            told = self._line.recv(64)
            assert told, "the nest is gone"
            self.returncode = os.waitstatus_to_exitcode(int(told))
            self._line.close()
        return self.returncode


def start(
    arguments: Sequence[str],
    environment: Mapping[str, str],
    stdin: IO[Any] | None = None,
    stdout: IO[Any] | None = None,
    stderr: IO[Any] | None = None,
) -> Process:
    """`xiaoqing` with these arguments; what is not given goes nowhere."""
    asked = json.dumps([list(arguments), dict(environment)]).encode()
    assert len(asked) < _MOST
    mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with its, Path(os.devnull).open("r+b") as nowhere:
        files = [(each or nowhere).fileno() for each in (stdin, stdout, stderr)]
        socket.send_fds(_nest(), [asked], [*files, its.fileno()])
    return Process(mine)


def run(
    arguments: Sequence[str], environment: Mapping[str, str], said: str = "", timeout: float = 120
) -> "subprocess.CompletedProcess[str]":
    """The same to its end, as subprocess.run does."""
    with (
        tempfile.TemporaryFile() as stdin,
        tempfile.TemporaryFile() as stdout,
        tempfile.TemporaryFile() as stderr,
    ):
        stdin.write(said.encode())
        stdin.seek(0)
        process = start(arguments, environment, stdin, stdout, stderr)
        try:
            code = process.wait(timeout)
        finally:
            process.kill()
        texts = []
        for file in (stdout, stderr):
            file.seek(0)
            texts.append(file.read().decode())
    return subprocess.CompletedProcess(["xiaoqing", *arguments], code, *texts)


@cache
def _nest() -> socket.socket:
    mine, its = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with its:
        nest = subprocess.Popen(
            [sys.executable, "-m", "tests.support.nest", str(its.fileno())],
            pass_fds=[its.fileno()],
            cwd=ROOT,
        )

    def leave() -> None:
        mine.close()
        nest.wait()

    atexit.register(leave)
    return mine


def _hatch(control: socket.socket) -> Callable[[], None]:
    """Fork whenever asked to, and tell how each ended. Returns in each child: what to run there."""
    living: dict[int, tuple[int, socket.socket]] = {}
    while True:
        for ready in select.select([control, *living], [], [])[0]:
            if ready is not control:
                pid, line = living.pop(ready)
                _, status = os.waitpid(pid, 0)
                os.close(ready)
                with line:
                    _tell(line, status)
                continue
            asked, fds, _, _ = socket.recv_fds(control, _MOST, 4)
            if not asked:
                os._exit(0)
            pid = os.fork()
            if not pid:
                return _child(control, living, asked, fds)
            for fd in fds[:3]:
                os.close(fd)
            line = socket.socket(fileno=fds[3])
            _tell(line, pid)
            living[os.pidfd_open(pid)] = (pid, line)


def _tell(line: socket.socket, number: int) -> None:
    with suppress(OSError):  # whoever asked is no longer interested
        line.send(str(number).encode())


def _child(
    control: socket.socket,
    living: Mapping[int, tuple[int, socket.socket]],
    asked: bytes,
    fds: Sequence[int],
) -> Callable[[], None]:
    control.close()
    for other, (_, line) in living.items():
        os.close(other)
        line.close()
    for number, fd in enumerate(fds[:3]):
        os.dup2(fd, number)
    for fd in fds:
        os.close(fd)
    arguments, environment = json.loads(asked)
    os.environ.clear()
    os.environ.update(_SET_BY_IMPORTS | environment)
    sys.argv = ["xiaoqing", *arguments]
    run: Callable[[], None] = import_module("bot.command.main").run
    return run


if __name__ == "__main__":
    known = set(os.environ)
    for name in _READ_EARLY:
        import_module(name)
    _SET_BY_IMPORTS = {name: os.environ[name] for name in os.environ.keys() - known}
    # A child that ended would copy each page to count references down.
    gc.collect()
    gc.freeze()
    _hatch(socket.socket(fileno=int(sys.argv[1])))()
