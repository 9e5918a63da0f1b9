"""The courier: at least once to the door, once to the reader, patient, and never at night."""

import threading
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlmodel import select

from data.calendar import HANGZHOU
from data.database import Database
from data.record.notice import Delivery, NoticeState
from handlers.notification import dispatcher
from handlers.notification.dispatcher import DeliveryError, Dispatcher, OutgoingMessage
from tests.support.loop import LAMP, UNIT, World


class Reader:
    """A door whose reader drops what came before; it fails as often as it is told."""

    def __init__(self, fails: int = 0, final: bool = False) -> None:
        self.fails, self.final = fails, final
        self.arrived: list[OutgoingMessage] = []
        self.lock = threading.Lock()

    def carry(self, outgoing: OutgoingMessage) -> None:
        with self.lock:
            if self.fails:
                self.fails -= 1
                raise DeliveryError("no line", final=self.final)
            self.arrived.append(outgoing)

    @property
    def read(self) -> set[str]:
        return {outgoing.key for outgoing in self.arrived}


def dispatcher_of(world: World, **channels: Reader) -> Dispatcher:
    return Dispatcher(world.database, dict(channels), lambda: world.now, lambda _low, high: high)


def test_what_is_due_arrives_once(world: World) -> None:
    code = world.file(LAMP)
    log, rest = Reader(), Reader()
    worker = dispatcher_of(world, log=log, rest=rest)
    assert worker.round() == 2
    assert worker.round() == 0
    assert "新交办" in log.arrived[0].words
    assert code[:4] in log.arrived[0].words
    assert "城市管理科" in rest.arrived[0].words
    assert {notice.state for notice in world.notices(code)} == {NoticeState.DELIVERED}


def test_a_door_that_is_closed_is_tried_again_ever_later(world: World) -> None:
    code = world.file(LAMP)
    rest = Reader(fails=3)
    worker = dispatcher_of(world, rest=rest)
    pauses = []
    for _ in range(4):
        worker.round()
        (notice,) = world.notices(code, "resident")
        pauses.append(notice.due_at - world.now)
        world.now = max(world.now, notice.due_at)
    assert pauses[:3] == [timedelta(seconds=20), timedelta(seconds=40), timedelta(seconds=80)]
    assert len(rest.arrived) == 1
    with world.database.reading() as session:
        tries = session.exec(select(Delivery)).all()
    assert [each.fault for each in tries] == ["no line"] * 3 + [None]


def test_those_that_failed_at_once_do_not_come_back_at_once() -> None:
    worker = Dispatcher(Database("sqlite://"), {}, lambda: datetime(2026, 3, 5, tzinfo=UTC))
    for tries, longest in ((1, 20.0), (3, 80.0), (30, 6 * 3600.0)):
        pauses = [worker._pause(tries).total_seconds() for _ in range(200)]
        assert longest / 2 <= min(pauses) < longest * 0.6
        assert longest * 0.9 < max(pauses) <= longest
        assert len(set(pauses)) > 100


@pytest.mark.parametrize("final", [True, False])
def test_what_never_arrives_is_a_dead_letter_that_can_be_revived(world: World, final: bool) -> None:
    code = world.file(LAMP)
    rest = Reader(fails=1 if final else dispatcher.MOST_TRIES, final=final)
    worker = dispatcher_of(world, rest=rest)
    for _ in range(dispatcher.MOST_TRIES):
        worker.round()
        world.later(days=1)
    (notice,) = world.notices(code, "resident")
    assert notice.state is NoticeState.DEAD
    assert notice.tries == (1 if final else dispatcher.MOST_TRIES)
    with world.database.transaction() as session:
        dispatcher.revive(session, session.merge(notice), world.now)
    worker.round()
    assert len(rest.arrived) == 1


def test_residents_are_not_woken(world: World) -> None:
    world.now = datetime(2026, 3, 5, 14, 0, tzinfo=UTC)  # ten in the evening
    world.file(LAMP)
    log, rest = Reader(), Reader()
    worker = dispatcher_of(world, log=log, rest=rest)
    worker.round()
    assert rest.arrived == []
    assert len(log.arrived) == 1
    world.now = datetime(2026, 3, 6, 0, 1, tzinfo=UTC)
    worker.round()
    assert len(rest.arrived) == 1


def test_a_deputy_reads_a_digest_in_the_morning_and_danger_at_once(world: World) -> None:
    world.deputy()
    for _ in range(3):
        world.file(LAMP)
    log = Reader()
    worker = dispatcher_of(world, log=log)
    worker.round()
    assert not [outgoing for outgoing in log.arrived if "认领" in outgoing.words]
    world.file("清波街道三幢楼道里起火了，冒浓烟")
    worker.round()
    assert len([outgoing for outgoing in log.arrived if "认领" in outgoing.words]) == 1
    world.later(days=1)
    worker.round()
    digest = log.arrived[-1].words
    assert "3件" in digest
    assert digest.count("认领") == 3


def test_several_workers_share_the_outbox(world: World) -> None:
    for _ in range(60):
        world.file(LAMP)
    rest = Reader()
    workers = [dispatcher_of(world, rest=rest) for _ in range(4)]

    def acting(worker: Dispatcher) -> None:
        while worker.round():
            pass

    threads = [threading.Thread(target=acting, args=(worker,)) for worker in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(rest.arrived) == len(rest.read) == 60


def test_what_a_killed_worker_held_is_taken_by_the_next(world: World) -> None:
    world.file(LAMP)
    rest = Reader()
    assert dispatcher_of(world, rest=rest)._take()
    assert dispatcher_of(world, rest=rest).round() == 0
    world.later(minutes=3)
    assert dispatcher_of(world, rest=rest).round() == 1
    assert len(rest.arrived) == 1


def test_a_door_with_a_fault_does_not_stop_the_others(world: World) -> None:
    class Broken(Reader):
        def carry(self, outgoing: OutgoingMessage) -> None:
            raise KeyError(outgoing.key)

    code = world.file(LAMP)
    world.do(UNIT, "progress", code, words="在办")
    log = Reader()
    dispatcher_of(world, rest=Broken(), log=log).round()
    assert len(log.arrived) == 1


@pytest.mark.parametrize(
    ("quiet", "hour", "asleep"),
    [
        ((21, 8), 23, True),
        ((21, 8), 9, False),
        ((0, 6), 5, True),
        ((0, 6), 7, False),
        ((8, 8), 3, False),
    ],
)
def test_the_quiet_hours_are_as_set(
    world: World, quiet: tuple[int, int], hour: int, asleep: bool
) -> None:
    world.now = datetime(2026, 3, 5, hour, tzinfo=HANGZHOU)
    world.file(LAMP)
    rest = Reader()
    hours = (time(quiet[0]), time(quiet[1]))
    Dispatcher(world.database, {"rest": rest}, lambda: world.now, quiet=hours).round()
    assert bool(rest.arrived) is not asleep
