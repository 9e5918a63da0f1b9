"""The one bounded place where recognisers work.

A decode takes a whole core. Were each kiosk to decode when it likes, all would be late; here each
core does one at a time and the rest queue, first come, first served. An utterance has at most one
piece of work in the queue, so the longest wait is one decode of each other kiosk that listens.
"""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_R = TypeVar("_R")

# Threads of one decode wait for each other a thousand times a second by spinning; where something
# else wants a core (the browser of the kiosk does), two of them took from one second to a minute.
# One takes as long as two on a quiet machine of two cores.
THREADS = 1
WORKERS = min(4, os.cpu_count() or 1)

_pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="decode")


async def decoding(work: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
    """Do `work` in its turn, the event loop staying free."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_pool, lambda: work(*args, **kwargs))
