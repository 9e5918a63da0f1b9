"""The delivery worker: takes notices from the outbox, and gives them to the transports."""

import logging
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Protocol

from sqlmodel import Session, col, insert, select, update

from data.calendar import HANGZHOU
from data.database import Database
from data.record.notice import Audience, Delivery, Notice, NoticeState
from handlers.message import chat_text
from handlers.message import notice_text as words
from handlers.message.turn import Button
from handlers.notification import closed_chat
from handlers.notification.outbox import load_buttons

MOST_TRIES = 10
HOLD = timedelta(minutes=2)
"""How long a worker may take; after it another one may try, so a killed worker loses nothing."""
SETTLE_AFTER = timedelta(seconds=2)
"""What was carried is noted in one transaction, and not later than this."""
FIRST_PAUSE = timedelta(seconds=20)
LONGEST_PAUSE = timedelta(hours=6)
_log = logging.getLogger(__name__)
QUIET_FROM, QUIET_UNTIL = time(21), time(8)
"""Residents are not woken."""
BATCH = 50


@dataclass(frozen=True)
class OutgoingMessage:
    """What goes to one reader at once. `key` is the delivery key: the same key, the same news."""

    key: str
    address: str
    words: str
    payload: str | None = None
    buttons: tuple[Button, ...] = ()


class DeliveryError(Exception):
    """It did not arrive. `final`: to try again would not help. `closed`: the reader has closed
    this way to us. `after_s`: the channel asked us to wait this many seconds."""

    def __init__(
        self, why: str, *, final: bool = False, closed: bool = False, after_s: float = 0
    ) -> None:
        super().__init__(why)
        self.final, self.closed, self.after_s = final, closed, after_s


class Transport(Protocol):
    """How a channel delivers. Raises DeliveryError."""

    def carry(self, outgoing: OutgoingMessage) -> None:
        """Deliver, and return once it has arrived."""


_ONE_MORE = col(Notice.tries) + 1
Carried = Sequence[tuple[Sequence[Notice], DeliveryError | None]]


class Dispatcher:
    """Delivers what is due by the transports it has. Several may work side by side."""

    def __init__(
        self,
        database: Database,
        transports: dict[str, Transport],
        clock: Callable[[], datetime],
        dice: Callable[[float, float], float] = random.uniform,
        quiet: tuple[time, time] = (QUIET_FROM, QUIET_UNTIL),
    ) -> None:
        """No resident is woken in the `quiet` hours; none are quiet where both ends are alike."""
        self._database = database
        self._transports = transports
        self._clock = clock
        self._dice = dice
        self._quiet = quiet

    def round(self) -> int:
        """Deliver one batch; how many notices it took."""
        taken = self._take()
        settled_at, carried = self._clock(), []
        for notices in _bundled(taken):
            carried.append((notices, self._carry(notices)))
            if self._clock() - settled_at > SETTLE_AFTER:
                self._settle(carried)
                settled_at, carried = self._clock(), []
        self._settle(carried)
        return len(taken)

    def _take(self) -> list[Notice]:
        """Hold what is due, so that no other worker sends it meanwhile."""
        now = self._clock()
        with self._database.transaction() as session:
            due = session.exec(
                select(Notice)
                .where(
                    Notice.state == NoticeState.WAITING,
                    col(Notice.channel).in_(self._transports),
                    col(Notice.due_at) <= now,
                    (col(Notice.held_until).is_(None)) | (col(Notice.held_until) <= now),
                )
                .order_by(col(Notice.due_at), col(Notice.id))
                .limit(BATCH)
                .with_for_update(skip_locked=True)
            ).all()
            quiet = {notice.id: until for notice in due if (until := self._awake(notice, now))}
            for notice in due:
                if notice.id in quiet:
                    notice.due_at = quiet[notice.id]
            taken = [notice for notice in due if notice.id not in quiet]
            session.flush()
            session.exec(
                update(Notice)
                .where(col(Notice.id).in_([notice.id for notice in taken]))
                .values(held_until=now + HOLD)
                .execution_options(synchronize_session=False)
            )
        return taken

    def _carry(self, notices: Sequence[Notice]) -> DeliveryError | None:
        """Hand over what goes out together; why it did not arrive, if it did not."""
        first = notices[0]
        try:
            self._transports[first.channel].carry(_outgoing(notices))
        except DeliveryError as error:
            return error
        except Exception as error:  # a fault in a channel must not stop the others' news
            _log.exception("the channel %s failed", first.channel)
            return DeliveryError(f"{type(error).__name__}: {error}")
        return None

    def _settle(self, carried: Carried) -> None:
        """Note how it went. Who is killed before it sends once more: the reader knows the key."""
        now = self._clock()
        faults = {notice.id: fault for notices, fault in carried for notice in notices}
        if not faults:
            return
        arrived = [number for number, fault in faults.items() if fault is None]
        with self._database.transaction() as session:
            session.exec(
                update(Notice)
                .where(col(Notice.id).in_(arrived), col(Notice.state) == NoticeState.WAITING)
                .values(state=NoticeState.DELIVERED, ended_at=now, held_until=None, tries=_ONE_MORE)
            )
            for number, fault in faults.items():
                if fault:
                    self._put_off(session, session.get_one(Notice, number), fault, now)
            session.exec(
                insert(Delivery).values(
                    [
                        {"notice_id": number, "at": now, "fault": str(fault) if fault else None}
                        for number, fault in faults.items()
                    ]
                )
            )

    def _put_off(
        self, session: Session, notice: Notice, fault: DeliveryError, now: datetime
    ) -> None:
        if notice.state is not NoticeState.WAITING:
            return
        notice.held_until = None
        notice.tries += 1
        if fault.closed:
            closed_chat.close(session, notice.channel, notice.address, now)
        elif fault.after_s:
            notice.due_at = now + timedelta(seconds=fault.after_s)
        elif fault.final or notice.tries >= MOST_TRIES:
            notice.state, notice.ended_at = NoticeState.DEAD, now
        else:
            notice.due_at = now + self._pause(notice.tries)

    def _awake(self, notice: Notice, now: datetime) -> datetime | None:
        """When a resident may be told; None is now."""
        begin, end = self._quiet
        local = now.astimezone(HANGZHOU)
        clock = local.time()
        asleep = clock >= begin or clock < end if begin > end else begin <= clock < end
        if notice.audience is not Audience.RESIDENT or not asleep:
            return None
        day = local.date() + timedelta(days=int(clock >= end))
        return datetime.combine(day, end, HANGZHOU)

    def _pause(self, tries: int) -> timedelta:
        """Twice as long each time, and never quite alike, so that they do not all come at once."""
        longest: timedelta = min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE)
        return longest * self._dice(0.5, 1.0)


def revive(session: Session, notice: Notice, now: datetime) -> None:
    """Try again what was not delivered."""
    if notice.state is NoticeState.DEAD:
        notice.state, notice.ended_at = NoticeState.WAITING, None
        notice.tries, notice.due_at = 0, now
        session.add(notice)


def _bundled(notices: Sequence[Notice]) -> list[list[Notice]]:
    """What goes out together: each alone, but those of one digest."""
    bundles: dict[str, list[Notice]] = {}
    for notice in notices:
        bundles.setdefault(notice.bundle or notice.key, []).append(notice)
    return list(bundles.values())


def _outgoing(notices: Sequence[Notice]) -> OutgoingMessage:
    first = notices[0]
    if len(notices) == 1:
        buttons = load_buttons(first.buttons)
        return OutgoingMessage(first.key, first.address, first.words, first.payload, buttons)
    lines = "\n".join(notice.words for notice in notices)
    text = words.DIGEST.format(number=len(notices), lines=lines)
    offers = (Button(chat_text.OFFERS_TITLE, "/offers"),)
    return OutgoingMessage(first.key, first.address, text, buttons=offers)
