"""Who hears whom: the processes of a pool, the utterances they hear, and those that wait.

Everything here happens in the one event loop of the pool.
"""

import asyncio
import contextlib
import logging
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from speech.pool.connection import ForkServerConnection, WorkerConnection
from speech.pool.pooled_recogniser import Asked, PooledUtterance
from speech.pool.protocol import Call, CallResult, Hello, Learn, Learned, Ready, Trouble
from speech.stt.recogniser import RecognitionError

STREAMS, DECODES = 32, 2
"""How many utterances a core hears at once: all in one process where the engine streams, each in a
process of its own where a call may take seconds."""
SPARE_S = 60.0
"""How long more than one process may have nothing to do."""
LOSSES = 3
"""Processes that may break on the same utterance."""
_LOOK_S, _PAUSES_S = 1.0, (0.0, 1.0, 5.0, 30.0)
"""Before the next look, and before another process is tried, after so many that could not start."""
_log = logging.getLogger(__name__)


class Scheduler:
    """One engine's processes. `started` is done when the first of them can hear; `trouble` says why
    nobody can be heard now, if so."""

    def __init__(
        self, loop: asyncio.AbstractEventLoop, name: str, folder: Path, cores: int, hang_s: float
    ) -> None:
        self.started: Future[None] = Future()
        self.learnt: Future[None] | None = None
        self.hello: Hello | None = None
        self.trouble: str | None = None
        self._loop = loop
        self._name, self._folder, self._cores, self._hang_s = name, folder, cores, hang_s
        self._workers: set[WorkerConnection] = set()
        self._waiting: deque[PooledUtterance] = deque()
        self._heard_by: dict[PooledUtterance, WorkerConnection] = {}
        self._fork_server: ForkServerConnection | None = None
        self._learn: Learn | None = None
        self._failures = 0
        self._pause: asyncio.TimerHandle | None = None
        self._closing = False
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def streaming(self) -> bool:
        """Whether a partial costs next to nothing."""
        return self.hello is not None and self.hello.streaming

    @property
    def room(self) -> int:
        """Utterances at once; those beyond wait for their turn."""
        return self._most * self._slots

    @property
    def full(self) -> bool:
        """Whether another utterance would have to wait."""
        return len(self._heard_by) + len(self._waiting) >= self.room

    @property
    def processes(self) -> list[int]:
        """The fork server's, then the workers'."""
        workers = [worker.hello.pid for worker in list(self._workers) if worker.hello]
        return [self._fork_server.pid, *workers] if self._fork_server else workers

    @property
    def _slots(self) -> int:
        return STREAMS if self.streaming else 1

    @property
    def _most(self) -> int:
        return self._cores if self.streaming else self._cores * DECODES

    def begin(self) -> None:
        """Start the fork server."""
        try:
            self._fork_server = ForkServerConnection(self._name, self._folder, self._from_server)
        except OSError as error:
            self._fail_start(str(error))

    def _from_server(self, message: object) -> None:
        match message:
            case Ready() if self._fork_server:
                self._fork_server.ready = True
                if self._learn:
                    self.teach(self._learn)
                self._staff()
            case Learned(error=error):
                self._renew()
                if self.learnt and not self.learnt.done():
                    if error:
                        self.learnt.set_exception(RecognitionError(error))
                    else:
                        self.learnt.set_result(None)
            case Trouble(text=text):
                self._fail_start(text)
            case None:
                self._fork_server = None
                if not self._closing:
                    self._fail_start(self.trouble or "their fork server is gone")

    def teach(self, learn: Learn) -> None:
        """Have the fork server learn it, now or when there is one."""
        self._learn = learn
        if self._fork_server and self._fork_server.ready:
            with contextlib.suppress(OSError):  # it is gone; the next one is told
                self._fork_server.tell(learn)

    def _renew(self) -> None:
        """Workers that know less than the fork server does give way to new ones."""
        for worker in self._workers:
            worker.retiring = True
        self._staff()
        self._dismiss_idle()

    def enter(self, utterance: PooledUtterance) -> None:
        """Somebody speaks."""
        self._waiting.append(utterance)
        self._assign()

    def ask(self, utterance: PooledUtterance, asked: Asked) -> None:
        """One call; it waits with its utterance."""
        utterance.calls.append(asked)
        if worker := self._heard_by.get(utterance):
            worker.ask(utterance, asked.call, asked.argument)
        elif utterance not in self._waiting:
            utterance.fail("this utterance is over")

    def leave(self, utterance: PooledUtterance) -> None:
        """Nobody waits for it any more, finished or not."""
        if worker := self._heard_by.pop(utterance, None):
            worker.utterances.discard(utterance)
            worker.ask(utterance, Call.DROP)
        elif utterance in self._waiting:
            self._waiting.remove(utterance)
        utterance.fail("dropped")
        self._dismiss_idle()
        self._assign()

    def watch(self, utterance: PooledUtterance, moved: Callable[[int], None]) -> None:
        """Tell its place, now and whenever it changes."""
        utterance.moved = moved
        moved(utterance.place)

    def _assign(self) -> None:
        """Let those who wait speak to a process, the first first, each to the idlest."""
        while self._waiting:
            there = [worker for worker in self._workers if not worker.retiring]
            worker = min(there, key=lambda worker: len(worker.utterances), default=None)
            # One that starts is worth waiting for: it is soon there, and then hears nobody else.
            if not worker or not worker.hello or len(worker.utterances) >= self._slots:
                break
            self._give(self._waiting.popleft(), worker)
        self._staff()
        ahead = self.room - len(self._heard_by)
        for number, utterance in enumerate(self._waiting, 1):
            utterance.move(max(0, number - ahead))

    def _give(self, utterance: PooledUtterance, worker: WorkerConnection) -> None:
        self._heard_by[utterance] = worker
        worker.utterances.add(utterance)
        for asked in utterance.begin():
            worker.ask(utterance, asked.call, asked.argument)
        utterance.move(0)

    def _staff(self) -> None:
        """One process more than there is work for, as far as there may be: whoever comes next finds
        it ready."""
        if self._closing or self._pause or not (self._fork_server and self._fork_server.ready):
            return
        there = [worker for worker in self._workers if not worker.retiring]
        if len(there) < self._most and all(worker.utterances for worker in there):
            try:
                line = self._fork_server.fork()
            except OSError:
                return  # it is gone, and we shall hear of it
            worker = WorkerConnection(self._from_worker, self._lost)
            self._workers.add(worker)
            task = self._loop.create_task(worker.connect(line))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _from_worker(self, worker: WorkerConnection, message: object) -> None:
        match message:
            case Hello():
                worker.hello = self.hello = message
                self._failures, self.trouble = 0, None
                if not self.started.done():
                    self.started.set_result(None)
                self._dismiss_idle()
                self._assign()
            case Trouble(text=text):
                self._workers.discard(worker)
                self._fail_start(text)
            case CallResult():
                for utterance in worker.utterances:
                    if utterance.number == message.utterance:
                        self._answer(worker, utterance, message)
                        break

    def _answer(
        self, worker: WorkerConnection, utterance: PooledUtterance, got: CallResult
    ) -> None:
        asked = utterance.calls.popleft()
        utterance.said += asked.sound
        if asked.call is Call.FINISH:
            del self._heard_by[utterance]
            worker.utterances.discard(utterance)
        asked.give(got)
        if asked.call is Call.FINISH:
            self._dismiss_idle()
            self._assign()

    def _lost(self, worker: WorkerConnection) -> None:
        """A process is gone: what it heard is heard again, first of all."""
        if self._closing or worker not in self._workers:
            return
        self._workers.discard(worker)
        if not worker.hello:
            self._fail_start("one broke before it could hear")
        guilty = worker.asked[0] if worker.asked else None
        for utterance in sorted(worker.utterances, key=lambda one: -one.number):
            del self._heard_by[utterance]
            utterance.losses += utterance is guilty
            if utterance.losses < LOSSES:
                self._waiting.appendleft(utterance)
            else:
                utterance.fail("no process could hear this")
        if worker.utterances:
            _log.warning("a recogniser process broke; %d are heard again", len(worker.utterances))
        self._assign()

    def _dismiss_idle(self) -> None:
        """Let those go whose successors are there."""
        if any(worker.hello and not worker.retiring for worker in self._workers):
            for worker in self._workers:
                if worker.retiring and not worker.utterances:
                    worker.dismiss()

    def _fail_start(self, why: str) -> None:
        """No new process, for now. Once is an accident; then who has none to wait for is told."""
        self._failures += 1
        _log.error("no new recogniser process: %s", why)
        started = self.started.done()
        if not started or (self._failures > 1 and not any(each.hello for each in self._workers)):
            self.trouble = why
            while self._waiting:
                self._waiting.popleft().fail(why)
            if not started:
                self.started.set_exception(RecognitionError(why))
        if not self._pause:
            pause = _PAUSES_S[min(self._failures, len(_PAUSES_S)) - 1]
            self._pause = self._loop.call_later(pause, self._try_again)

    def _try_again(self) -> None:
        self._pause = None
        if not self._fork_server:
            self.begin()
        self._staff()

    def look(self) -> None:
        """Whether somebody hangs, or too many idle."""
        now = self._loop.time()
        idle = [worker for worker in self._workers if worker.hello and not worker.utterances]
        if len(idle) > 1 and all(now - worker.since > SPARE_S for worker in idle):
            idle[0].dismiss()
        for worker in list(self._workers):
            if now - worker.since > worker.patience(self._hang_s):
                _log.error("a recogniser process does not answer")
                worker.kill()
        self._loop.call_later(_LOOK_S, self.look)

    def end(self) -> None:
        """Take nothing more, and stop the loop; `part` comes after."""
        self._closing = True
        for utterance in [*self._heard_by, *self._waiting]:
            utterance.fail("the pool is closed")
        self._heard_by.clear()
        self._waiting.clear()
        if self.learnt and not self.learnt.done():
            self.learnt.set_exception(RecognitionError("the pool is closed"))
        self._loop.stop()

    async def part(self) -> None:
        """Let everybody go."""
        await asyncio.gather(*self._tasks, return_exceptions=True)
        for worker in self._workers:
            worker.dismiss()
        if self._fork_server:
            self._fork_server.dismiss()
        await asyncio.sleep(0)  # the lines are closed in the loop's next round
