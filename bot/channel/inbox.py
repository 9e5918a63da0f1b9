"""What messaging channels bring in: stored before the service hears that it came, then answered,
each chat's in order, until it is done."""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import col, delete, select, update

from bot.services import Services
from data.database import Database
from data.record.conversation import Channel
from data.record.update import IncomingUpdate

AT_ONCE = 64
"""How many chats are answered at the same time."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.5, 60.0
LONGEST_TRYING = timedelta(hours=6)
KEPT_FOR = timedelta(days=7)
"""How long the mere ids of what is answered are kept, so that it is known when it comes again."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ReceivedUpdate:
    """One update: `key` is the service's id of it, `chat` whose it is, `body` the JSON."""

    key: str
    chat: str
    body: str


class TryLaterError(Exception):
    """The answer did not get out; the same again a little later, or after `after_s` seconds."""

    def __init__(self, why: str, after_s: float = 0) -> None:
        super().__init__(why)
        self.after_s = after_s


Answer = Callable[[str], Awaitable[None]]


class Inbox:
    """The updates of one channel. `answer` may be called again for the same update: after a kill,
    and after a TryLaterError."""

    def __init__(self, services: Services, channel: Channel, answer: Answer) -> None:
        self._services = services
        self._door = channel
        self._answer = answer
        self._waiting: dict[str, deque[IncomingUpdate]] = defaultdict(deque)
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._answered: list[tuple[int, str | None]] = []
        self._noting: asyncio.Task[None] | None = None

    async def resume(self) -> None:
        """Go on with what was left unanswered."""
        for each in await self._services.run(self._left):
            self._put(each)

    async def take(self, undelivered: Sequence[ReceivedUpdate]) -> None:
        """Store them. When this returns, none of them can be lost any more."""
        for each in await self._services.run(self._store, undelivered):
            self._put(each)

    async def close(self) -> None:
        """Let go; what is not answered waits for the next start."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        if self._noting:
            await self._noting
        await self._note()

    def _put(self, each: IncomingUpdate) -> None:
        self._waiting[each.chat].append(each)
        if each.chat not in self._tasks:
            self._tasks[each.chat] = asyncio.create_task(self._serve(each.chat))

    async def _serve(self, chat: str) -> None:
        """One chat's updates, one after the other."""
        waiting = self._waiting[chat]
        try:
            while waiting:
                await self._one(waiting[0])
                waiting.popleft()
        finally:
            self._tasks.pop(chat, None)
            if not waiting:
                self._waiting.pop(chat, None)

    async def _one(self, each: IncomingUpdate) -> None:
        pause, fault = FIRST_PAUSE_S, None
        while True:
            try:
                async with self._at_once:
                    await self._answer(each.body or "")
                break
            except TryLaterError as later:
                if self._services.clock() - each.at > LONGEST_TRYING:
                    _log.error("an answer never got out: %s", later)
                    fault = str(later)
                    break
                await asyncio.sleep(max(pause, later.after_s))
                pause = min(pause * 2, LONGEST_PAUSE_S)
            except Exception as error:  # a fault in one update must not stop the others
                _log.exception("an update could not be answered")
                fault = f"{type(error).__name__}: {error}"
                break
        self._answered.append((each.id or 0, fault))
        if not self._noting or self._noting.done():
            self._noting = asyncio.create_task(self._note())

    async def _note(self) -> None:
        """Put down what is answered: at once where there is time, together where there is none."""
        while self._answered:
            answered, self._answered = self._answered, []
            await self._services.run(self._finish, answered)

    def _store(self, undelivered: Sequence[ReceivedUpdate]) -> list[IncomingUpdate]:
        now = self._services.clock()
        with self._services.database.transaction() as session:
            keys = [received.key for received in undelivered]
            known = set(
                session.exec(
                    select(IncomingUpdate.key).where(
                        IncomingUpdate.channel == self._door, col(IncomingUpdate.key).in_(keys)
                    )
                )
            )
            fresh = {
                received.key: received for received in undelivered if received.key not in known
            }
            rows = [
                IncomingUpdate(
                    channel=self._door, key=each.key, chat=each.chat, body=each.body, at=now
                )
                for each in fresh.values()
            ]
            session.add_all(rows)
        return rows

    def _left(self) -> list[IncomingUpdate]:
        with self._services.database.reading() as session:
            left = session.exec(
                select(IncomingUpdate)
                .where(IncomingUpdate.channel == self._door, col(IncomingUpdate.done_at).is_(None))
                .order_by(col(IncomingUpdate.id))
            ).all()
            session.expunge_all()
        return list(left)

    def _finish(self, answered: Sequence[tuple[int, str | None]]) -> None:
        """They are answered, or given up; what is given up keeps its body: nothing said is lost."""
        now = self._services.clock()
        done = [number for number, fault in answered if not fault]
        with self._services.database.transaction() as session:
            session.exec(
                update(IncomingUpdate)
                .where(col(IncomingUpdate.id).in_(done))
                .values(done_at=now, body=None)
            )
            for number, fault in answered:
                if fault:
                    each = session.get_one(IncomingUpdate, number)
                    each.done_at, each.fault = now, fault


def prune(database: Database, now: datetime) -> None:
    """Forget the ids of what was answered long ago."""
    long_ago = col(IncomingUpdate.done_at) < now - KEPT_FOR
    with database.transaction() as session:
        session.exec(delete(IncomingUpdate).where(long_ago, col(IncomingUpdate.fault).is_(None)))
