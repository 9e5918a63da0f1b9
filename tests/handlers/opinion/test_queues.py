"""What lies on somebody's desk, in which order, and how much."""

from datetime import datetime, timedelta

import pytest

from data.record.conversation import Channel, Utterance, UtteranceState
from data.record.notice import NoticeState
from data.record.opinion import OPEN, Opinion, OpinionState
from data.settings import Settings
from handlers.opinion import queues
from handlers.opinion.actor import Actor
from handlers.opinion.queues import Counts
from tests.support.loop import CITY, LAMP, NEXT_STREET, STAFF, UNIT, UNSURE, World, by_code

ELSEWHERE = Actor(STAFF.role, "staff:别处", frozenset({NEXT_STREET}))


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


def change(world: World, code: str, **fields: object) -> None:
    with world.database.transaction() as session:
        for name, value in fields.items():
            setattr(by_code(session, code), name, value)


def codes(found: object) -> list[str]:
    return [each.code for each in found]  # type: ignore[attr-defined]


def test_at_the_desk_danger_comes_first_and_then_what_is_due_first(world: World) -> None:
    later, soon, danger, same = (world.file(UNSURE) for _ in range(4))
    for code, hours, urgent in (
        (later, 3, None),
        (soon, 2, None),
        (danger, 9, "gas"),
        (same, 3, None),
    ):
        change(world, code, due_at=world.now + timedelta(hours=hours), urgent=urgent)
    with world.database.reading() as session:
        assert codes(queues.queue(session, STAFF)) == [danger, soon, later, same]
        assert codes(queues.offers(session, STAFF)) == [danger, soon, later, same]
        assert codes(queues.due(session, STAFF)) == [soon, later, same, danger]
        for wanted in (queues.queue, queues.offers, queues.due):
            assert not wanted(session, ELSEWHERE)


@pytest.mark.parametrize("state", OpinionState)
def test_each_state_lies_where_it_belongs(world: World, state: OpinionState) -> None:
    code = world.file(UNSURE)
    change(world, code, state=state)
    desk = state in {"received", "returned", "sorted"}
    with world.database.reading() as session:
        assert (codes(queues.queue(session, STAFF)) == [code]) is desk
        offered = desk or state in {"assigned", "handling"}
        assert (codes(queues.offers(session, STAFF)) == [code]) is offered
        assert (codes(queues.due(session, STAFF)) == [code]) is (state in OPEN)
        late = queues.counts(session, STAFF, world.now + timedelta(days=90))
        assert late == Counts(int(desk), int(state in OPEN), 0)


def test_what_is_claimed_is_offered_to_nobody_and_what_waits_is_not_due(world: World) -> None:
    code, deputy = world.file(LAMP), world.deputy()
    with world.database.reading() as session:
        assert codes(queues.offers(session, deputy)) == [code]
    world.do(deputy, "claim", code)
    change(world, code, due_at=None)
    with world.database.reading() as session:
        assert not queues.offers(session, deputy)
        assert not queues.due(session, STAFF)


def test_late_is_what_should_have_been_done_before(world: World) -> None:
    code = world.file(UNSURE)
    due = world.opinion(code).due_at
    assert due

    def late(now: datetime, who: Actor = STAFF) -> int:
        with world.database.reading() as session:
            return queues.counts(session, who, now).late

    assert [late(due - timedelta(seconds=1)), late(due), late(due + timedelta(seconds=1))] == [
        0,
        0,
        1,
    ]
    assert late(due + timedelta(days=9), ELSEWHERE) == 0


def test_dead_letters_are_shown_to_the_desk_that_answers_for_them(world: World) -> None:
    first, second = world.file(LAMP), world.file(LAMP)
    lost = [world.notices(code, "resident")[0] for code in (first, second)]
    with world.database.transaction() as session:
        for notice in lost:
            session.merge(notice).state = NoticeState.DEAD
    newest_first = [lost[1].id, lost[0].id]
    with world.database.reading() as session:
        for who, found in (
            (STAFF, newest_first),
            (CITY, newest_first),
            (ELSEWHERE, []),
            (UNIT, []),
        ):
            assert [each.id for each in queues.undelivered(session, who)] == found, who.trace
            assert queues.counts(session, who, world.now).dead == len(found)


def test_a_list_has_a_hundred_lines(world: World) -> None:
    with world.database.transaction() as session:
        for number in range(101):
            session.add(
                Opinion(
                    code=str(number),
                    state=OpinionState.SORTED,
                    channel=Channel.REST,
                    station_code=min(STAFF.stations or ()),
                    words="",
                    matter="",
                    filed_at=world.now,
                    due_at=world.now,
                )
            )
    with world.database.reading() as session:
        assert len(queues.queue(session, STAFF)) == 100
        assert len(queues.due(session, STAFF)) == 100
        assert len(queues.offers(session, STAFF)) == 100


def test_recordings_come_in_the_order_in_which_they_were_said(world: World) -> None:
    code, other = world.file(LAMP), world.file(LAMP)
    with world.database.transaction() as session:
        for number, of in ((1, code), (2, other), (3, code)):
            opinion = by_code(session, of)
            session.add(
                Utterance(
                    conversation_id=opinion.conversation_id,
                    turn_id=str(number),
                    state=UtteranceState.HEARD,
                    opinion_id=opinion.id,
                    at=world.now,
                )
            )
    with world.database.reading() as session:
        found = queues.recordings(session, world.opinion(code))
        assert [each.turn_id for each in found] == ["1", "3"]
