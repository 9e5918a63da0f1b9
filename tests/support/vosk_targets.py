"""Our server and vosk-server's, started to be measured."""

import asyncio
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from websockets.asyncio.client import connect

from speech.audio.pcm import SAMPLE_RATE
from speech.model import weights
from tests.conftest import MODELS_HOME, share_cache
from tests.support.server import free_port, serving

MODEL = "vosk-ko"


_EOF = '{"eof" : 1}'


async def _answers(url: str) -> None:
    for _ in range(300):
        try:
            async with connect(url) as socket:
                await socket.send(_EOF)
                await socket.recv()
                return
        except OSError:
            await asyncio.sleep(0.2)
    raise TimeoutError(f"{url} does not answer")


@dataclass(frozen=True)
class Target:
    """A server under load, and the processes that it consists of."""

    url: str
    process: psutil.Process

    def memory(self) -> float:
        """MiB of all its processes, pages that they share counted once."""
        return sum(_pss(one.pid) for one in self.tree()) / 1024

    def worked(self) -> float:
        """Seconds of processor time of all its processes."""
        times = [one.cpu_times() for one in self.tree()]
        return sum(time.user + time.system for time in times)

    def tree(self) -> list[psutil.Process]:
        """The process and its descendants."""
        return [self.process, *self.process.children(recursive=True)]


def _pss(pid: int) -> int:
    found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    return int(found[1]) if found else 0


@contextmanager
def theirs(checkout: Path) -> Iterator[Target]:
    """vosk-server's asr_server.py."""
    port = free_port()
    python = os.environ.get("VOSK_SERVER_PYTHON", sys.executable)
    folder = weights.verified(MODEL, MODELS_HOME)
    environment = {
        "VOSK_SERVER_INTERFACE": "127.0.0.1",
        "VOSK_SERVER_PORT": str(port),
        "VOSK_SAMPLE_RATE": str(SAMPLE_RATE),
    }
    with subprocess.Popen(
        [python, "asr_server.py", str(folder)],
        cwd=checkout / "websocket",
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            target = Target(f"ws://127.0.0.1:{port}", psutil.Process(process.pid))
            asyncio.run(_answers(target.url))
            yield target
        finally:
            process.kill()


@contextmanager
def ours(home: Path) -> Iterator[Target]:
    """`xiaoqing serve`, all of it."""
    share_cache(home)
    if not (home / "models").exists():
        (home / "models").symlink_to(MODELS_HOME / "models", target_is_directory=True)
    with serving(home, XIAOQING_SPEECH=MODEL) as server:
        server.wait_for_the_ear()
        yield Target(server.socket_url, psutil.Process(server.process.pid))
