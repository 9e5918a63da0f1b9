"""A real Rasa in a process of its own, built where there is a Python 3.10 to build it with."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from nlu.intent.examples import Example
from nlu.rasa import project, server
from nlu.rasa.project import Pipeline
from tests.support.server import free_port

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / server.PROGRAM
TOKEN = "a secret between two tests"
NO_PYTHON = 3
_STARTED_WITHIN_S = 900
"""The first start trains: two minutes of processor time, on a machine that may be busy."""


@dataclass
class RasaServer:
    """A running server."""

    process: subprocess.Popen[bytes]
    port: int

    @property
    def url(self) -> str:
        return f"http://{server.HOST}:{self.port}"

    def memory(self) -> float:
        """MiB resident."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
        return int(line.split()[1]) / 1024

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def missing() -> str | None:
    """Install Rasa where it is not yet; why it cannot be where there is no Python 3.10."""
    done = subprocess.run(
        [ROOT / "nlu" / "rasa" / "install.sh", PROGRAM.parent.parent],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode == NO_PYTHON:
        return done.stderr.splitlines()[0]
    assert done.returncode == 0, done.stderr
    return None


def trained(folder: Path, pipeline: Pipeline, examples: Sequence[Example]) -> Path:
    """The model of these examples, trained where `folder` does not hold it yet."""
    model = project.write(folder, pipeline, examples)
    if not model.exists():
        server.train(PROGRAM, model)
    return model


@contextmanager
def serving(model: Path) -> Iterator[RasaServer]:
    """A server of one trained model, once it answers."""
    port = free_port()
    command = server.command(PROGRAM, model, TOKEN, port)
    with running(command, port, model.parent, server.environment()) as process:
        yield process


@contextmanager
def made(home: Path, port: int, *options: str) -> Iterator[RasaServer]:
    """What `make rasa` starts, on an installation's home, once it answers."""
    command = [sys.executable, "-m", "nlu.rasa", "--port", str(port), "--program", str(PROGRAM)]
    environment = {**os.environ, "XIAOQING_HOME": str(home), "XIAOQING_RASA_TOKEN": TOKEN}
    with running([*command, *options], port, home, environment) as process:
        yield process


@contextmanager
def running(
    command: Sequence[str], port: int, folder: Path, environment: Mapping[str, str]
) -> Iterator[RasaServer]:
    """A server from a command, once it answers. Its log is rasa.log in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "rasa.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            command, stdout=file, stderr=subprocess.STDOUT, env=dict(environment), cwd=ROOT
        )
    begun = RasaServer(process, port)
    try:
        _wait(begun, log)
        yield begun
    finally:
        begun.kill()


def _wait(begun: RasaServer, log: Path) -> None:
    end = time.monotonic() + _STARTED_WITHIN_S
    while time.monotonic() < end:
        assert begun.process.poll() is None, log.read_text(errors="replace")
        line = http.client.HTTPConnection(server.HOST, begun.port, timeout=5)
        try:
            line.request("GET", "/")
            if line.getresponse().status == http.client.OK:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            line.close()
    raise AssertionError(f"rasa did not answer within {_STARTED_WITHIN_S} s")
