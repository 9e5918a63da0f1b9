"""The real server in a process of its own, as `xiaoqing serve` starts it."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.support import nest

_STARTED_WITHIN_S = 60


@dataclass
class Server:
    """A running server; `kill` is kill -9, `stop` a polite Ctrl-C."""

    process: nest.Process
    port: int
    home: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    def wait_for_the_ear(self) -> None:
        """Until it can hear."""
        for _ in range(600):
            if httpx.get(f"{self.url}/api/speech").json()["state"] == "ready":
                return
            time.sleep(0.1)
        raise TimeoutError("the ear did not get ready")

    def forget_recordings(self) -> None:
        """Where many tests share it, each begins without any."""
        for recording in (self.home / "audio").glob("*"):
            recording.unlink()

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def start(home: Path, *options: str, port: int | None = None, **environment: str) -> Server:
    """A server on `home`, once it answers. Its log is `home`/server.log."""
    port = port or free_port()
    home.mkdir(parents=True, exist_ok=True)
    with (home / "server.log").open("ab") as log:
        process = nest.start(
            ("serve", "--port", str(port), *options),
            {
                **os.environ,
                "XIAOQING_SPEECH": "none",
                "XIAOQING_VOICE": "none",
                **environment,
                "XIAOQING_HOME": str(home),
            },
            stdout=log,
            stderr=log,
        )
    server = Server(process, port, home)
    scheme = "https" if "--tls" in options else "http"
    deadline = time.monotonic() + _STARTED_WITHIN_S
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError((home / "server.log").read_text())
        try:
            httpx.get(f"{scheme}://127.0.0.1:{port}/healthz", verify=False).raise_for_status()
        except httpx.HTTPError:
            time.sleep(0.05)
        else:
            return server
    server.kill()
    raise TimeoutError((home / "server.log").read_text())


@contextmanager
def serving(home: Path, *options: str, **environment: str) -> Iterator[Server]:
    """A server for the length of a block."""
    server = start(home, *options, **environment)
    try:
        yield server
    finally:
        server.stop()
