"""Recognisers from an event loop that stays free.

A recogniser of a pool answers by itself; any other one works in a thread. Utterances of other
engines have at most one piece of work in the queue each, first come, first served.
"""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import ParamSpec, Protocol, TypeVar, runtime_checkable

from speech.stt.recogniser import Recogniser, Transcript

_P = ParamSpec("_P")
_R = TypeVar("_R")

# Threads of one decode wait for each other a thousand times a second by spinning; where something
# else wants a core (the browser of the kiosk does), two of them took from one second to a minute.
# One takes as long as two on a quiet machine of two cores.
THREADS = 1
WORKERS = min(4, os.cpu_count() or 1)

_pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="decode")


@runtime_checkable
class Elsewhere(Protocol):
    """A recogniser that works in another process and can be told to begin."""

    def begin_feed(self, pcm: bytes) -> Future[str | None]:
        """As Recogniser.feed."""
        ...

    def begin_settle(self) -> Future[str | None]:
        """As Recogniser.settle."""
        ...

    def begin_finish(self, tail: bytes = b"") -> Future[Transcript]:
        """As Recogniser.finish."""
        ...

    def watch(self, moved: Callable[[int], None]) -> None:
        """Have `moved` called, in some thread, with the place in the queue; 0 once it is heard."""
        ...

    def close(self) -> None:
        """Nobody needs it any more."""
        ...


async def decoding(work: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
    """Do `work` in its turn, the event loop staying free."""
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_pool, lambda: work(*args, **kwargs))


async def feed(recogniser: Recogniser, pcm: bytes) -> str | None:
    """Recogniser.feed."""
    if isinstance(recogniser, Elsewhere):
        return await asyncio.wrap_future(recogniser.begin_feed(pcm))
    return await decoding(recogniser.feed, pcm)


async def settle(recogniser: Recogniser) -> str | None:
    """Recogniser.settle."""
    if isinstance(recogniser, Elsewhere):
        return await asyncio.wrap_future(recogniser.begin_settle())
    return await decoding(recogniser.settle)


async def finish(recogniser: Recogniser, tail: bytes = b"") -> Transcript:
    """Recogniser.finish."""
    if isinstance(recogniser, Elsewhere):
        return await asyncio.wrap_future(recogniser.begin_finish(tail))
    return await decoding(recogniser.finish, tail)


def watch(recogniser: Recogniser, moved: Callable[[int], None]) -> None:
    """Have `moved` called in this event loop with how many come first, whenever that changes."""
    if isinstance(recogniser, Elsewhere):
        loop = asyncio.get_running_loop()
        recogniser.watch(lambda place: _soon(loop, moved, place))


def _soon(loop: asyncio.AbstractEventLoop, moved: Callable[[int], None], place: int) -> None:
    if not loop.is_closed():
        loop.call_soon_threadsafe(moved, place)


def let_go(recogniser: Recogniser | None) -> None:
    """It is not needed any more, finished or not."""
    if isinstance(recogniser, Elsewhere):
        recogniser.close()
