"""A pool of recogniser processes: an engine whose utterances do not get into each other's way.

A process that breaks or does not answer is replaced, and what it was hearing is heard again from
the first word by another: the sound of every open utterance is kept here until it has its text.
"""

import asyncio
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from itertools import count
from pathlib import Path

from speech.pool.pooled_recogniser import Asked, PooledRecogniser, PooledUtterance
from speech.pool.protocol import Learn, packed
from speech.pool.scheduler import Scheduler
from speech.stt.decoding import WORKERS
from speech.stt.recogniser import Corrector, Recogniser, RecognitionError

HANG_S = 30.0
"""How long a call may take, and twice the length of its utterance on top."""


class Pool:
    """An engine in processes of its own. Its calls may come from any thread."""

    def __init__(
        self, name: str, folder: Path, workers: int = WORKERS, hang_s: float = HANG_S
    ) -> None:
        """Start one process and wait until it can hear; `workers` is for how many cores. Raises
        RecognitionError."""
        self.name = name
        self._numbers = count(1)
        self._loop = asyncio.new_event_loop()
        self._scheduler = Scheduler(self._loop, name, folder, workers, hang_s)
        self._thread = threading.Thread(target=self._run, name="pool", daemon=True)
        self._thread.start()
        try:
            self._scheduler.started.result()
        except RecognitionError:
            self.close()
            raise

    @property
    def streaming(self) -> bool:
        """Whether a partial costs next to nothing."""
        return self._scheduler.streaming

    @property
    def correctable(self) -> bool:
        """Whether `learn` is of use."""
        return self._scheduler.hello is not None and self._scheduler.hello.correctable

    @property
    def trouble(self) -> str | None:
        """Why nobody can be heard now, if so."""
        return self._scheduler.trouble

    @property
    def room(self) -> int:
        """Utterances at once; those beyond wait for their turn."""
        return self._scheduler.room

    @property
    def full(self) -> bool:
        """Whether another utterance would have to wait."""
        return self._scheduler.full

    @property
    def processes(self) -> list[int]:
        """The fork server's, then the workers'."""
        return self._scheduler.processes

    def open(self, phrases: Sequence[str] = (), /) -> Recogniser:
        """A recogniser at once, which answers when its turn has come."""
        utterance = PooledUtterance(next(self._numbers), tuple(phrases))
        self._do(self._scheduler.enter, utterance)
        return PooledRecogniser(self, utterance)

    def learn(self, make: Callable[[], Corrector]) -> None:
        """From now on correct with what `make` gives in the fork server, where it is sent to: a
        picklable call. Waits for that. Raises RecognitionError."""
        learn = Learn(make)
        packed(learn)  # what cannot be sent is the caller's fault, and told to the caller
        self._scheduler.learnt = learnt = Future[None]()
        if not self._do(self._scheduler.teach, learn):
            raise RecognitionError("the pool is closed")
        learnt.result()

    def close(self) -> None:
        """End all processes; whoever still waits is told so."""
        if not self._thread.is_alive():
            return
        self._do(self._scheduler.end)
        self._thread.join()

    def ask(self, utterance: PooledUtterance, asked: Asked) -> None:
        """As speech.pool.pooled_recogniser.WorkerPool."""
        if not self._do(self._scheduler.ask, utterance, asked):
            asked.fail("the pool is closed")

    def drop(self, utterance: PooledUtterance) -> None:
        """As speech.pool.pooled_recogniser.WorkerPool."""
        self._do(self._scheduler.leave, utterance)

    def watch(self, utterance: PooledUtterance, moved: Callable[[int], None]) -> None:
        """As speech.pool.pooled_recogniser.WorkerPool."""
        self._do(self._scheduler.watch, utterance, moved)

    def _do(self, call: Callable[..., None], *args: object) -> bool:
        try:
            self._loop.call_soon_threadsafe(call, *args)
        except RuntimeError:  # the loop is closed
            return False
        return True

    def _run(self) -> None:
        self._loop.call_soon(self._scheduler.begin)
        self._loop.call_soon(self._scheduler.look)
        self._loop.run_forever()
        self._loop.run_until_complete(self._scheduler.part())
        self._loop.close()
