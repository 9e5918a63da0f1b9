"""What tests do with recogniser processes."""

import subprocess
import time
from collections.abc import Callable

from speech.pool.pool import Pool
from speech.pool.pooled_recogniser import PooledRecogniser

CHUNK = 3_200


def opened(pool: Pool) -> PooledRecogniser:
    recogniser = pool.open()
    assert isinstance(recogniser, PooledRecogniser)
    return recogniser


def lives(pid: int) -> bool:
    found = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return found.stdout.strip()[:1] not in ("", "Z")


def until(happens: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not happens():
        assert time.monotonic() < deadline, "it does not happen"
        time.sleep(0.05)


def workers(pool: Pool) -> list[int]:
    """Once there is one."""
    until(lambda: len(pool.processes) > 1)
    return pool.processes[1:]
