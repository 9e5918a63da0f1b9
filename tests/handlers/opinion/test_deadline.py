"""Limits in working days, the time that waiting gives back, and the ladder of lateness."""

from datetime import UTC, datetime, timedelta

from data.calendar import HANGZHOU
from data.record.opinion import Opinion, OpinionState
from data.reference.matter.limits import LimitName, limits
from handlers.opinion import deadline
from handlers.opinion.actor import RESIDENT
from handlers.opinion.deadline import COUNTY_TOLD, LATE, REMINDED, STATION_TOLD
from tests.support.loop import LAMP, UNIT, World

THURSDAY = datetime(2026, 3, 5, 2, 30, tzinfo=UTC)


def opinion(**more: object) -> Opinion:
    fields: dict[str, object] = {
        "code": "1",
        "state": OpinionState.ASSIGNED,
        "channel": "rest",
        "words": "",
        "matter": "路灯坏了",
        "level": "township",
        "filed_at": THURSDAY,
    }
    return Opinion(**{**fields, **more})


def local(moment: datetime | None) -> str:
    return f"{moment.astimezone(HANGZHOU):%m-%d %H:%M}" if moment else ""


def test_each_kind_has_its_limit() -> None:
    for more, name in (
        ({}, LimitName.GENERAL),
        ({"level": "county"}, LimitName.COMPLEX),
        ({"urgent": "gas"}, LimitName.DANGER),
        ({"matter": "三幢停水两天了"}, LimitName.SUPPLY),
        ({"state": OpinionState.SUGGESTED}, LimitName.SUGGESTION),
        ({"state": OpinionState.ANSWERED}, LimitName.EVALUATION),
    ):
        limit = deadline.limit_of(opinion(**more))
        assert limit
        assert limit.name == name
    assert deadline.limit_of(opinion(state=OpinionState.CLOSED)) is None


def test_seven_working_days_end_with_the_last_one_at_midnight() -> None:
    filed = opinion()
    deadline.restart(filed, THURSDAY)
    assert local(filed.due_at) == "03-17 00:00"
    assert [name for name, _ in deadline.steps(limits()[LimitName.GENERAL], filed.due_at)] == [
        REMINDED,
        LATE,
        STATION_TOLD,
        COUNTY_TOLD,
    ]
    assert local(filed.tick_at) == "03-13 00:00"


def test_a_suggestion_has_three_months() -> None:
    limit = limits()[LimitName.SUGGESTION]
    assert local(deadline.end(limit, datetime(2026, 11, 30, 4, tzinfo=UTC))) == "03-01 00:00"


def test_handing_on_gains_no_time_but_another_limit_counts_from_the_filing() -> None:
    filed = opinion()
    deadline.restart(filed, THURSDAY)
    due = filed.due_at
    filed.state = OpinionState.HANDLING
    deadline.restart(filed, THURSDAY + timedelta(days=3))
    assert filed.due_at == due
    filed.level, filed.state = "city", OpinionState.TRANSFERRED
    deadline.restart(filed, THURSDAY + timedelta(days=3))
    assert local(filed.due_at) == "03-27 00:00"


def test_waiting_for_the_resident_gives_the_working_days_back() -> None:
    filed = opinion()
    deadline.restart(filed, THURSDAY)
    deadline.pause(filed, THURSDAY + timedelta(days=1))
    assert filed.tick_at is None
    deadline.resume(filed, THURSDAY + timedelta(days=5))
    assert local(filed.due_at) == "03-19 00:00"


def test_a_second_question_does_not_begin_the_waiting_anew() -> None:
    filed = opinion(urgent="gas")
    deadline.restart(filed, THURSDAY)
    deadline.pause(filed, THURSDAY + timedelta(minutes=10))
    deadline.pause(filed, THURSDAY + timedelta(minutes=40))
    assert filed.waiting_since == THURSDAY + timedelta(minutes=10)
    deadline.resume(filed, THURSDAY + timedelta(minutes=50))
    assert filed.due_at == THURSDAY + timedelta(hours=2, minutes=40)


def test_hours_are_given_back_as_hours() -> None:
    filed = opinion(urgent="gas")
    deadline.restart(filed, THURSDAY)
    deadline.pause(filed, THURSDAY + timedelta(minutes=30))
    deadline.resume(filed, THURSDAY + timedelta(minutes=50))
    assert filed.due_at == THURSDAY + timedelta(hours=2, minutes=20)


def test_a_question_stops_the_clock_until_she_answers(world: World) -> None:
    code = world.file(LAMP)
    world.do(UNIT, "ask", code, words="是哪一盏灯？")
    assert world.opinion(code).tick_at is None
    due = world.opinion(code).due_at
    world.later(days=4)
    world.do(RESIDENT, "supplement", code, words="楼梯口那一盏")
    filed = world.opinion(code)
    assert filed.waiting_since is None
    assert filed.due_at
    assert due
    assert filed.due_at > due
