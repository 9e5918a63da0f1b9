"""Limits in working days, the time that waiting gives back, and the ladder of lateness."""

from datetime import UTC, datetime, timedelta

import pytest

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


@pytest.mark.parametrize(
    ("begun", "due"),
    [
        ((2026, 9, 30), "2026-12-31"),
        ((2026, 10, 1), "2027-01-02"),
        ((2026, 12, 5), "2027-03-06"),
        ((2027, 11, 30), "2028-03-01"),
        ((2026, 5, 31), "2026-09-01"),
    ],
)
def test_months_end_with_the_same_day_or_the_last_one(
    begun: tuple[int, int, int], due: str
) -> None:
    ends = deadline.end(limits()[LimitName.SUGGESTION], datetime(*begun, 4, tzinfo=UTC))
    assert f"{ends.astimezone(HANGZHOU):%Y-%m-%d %H:%M}" == f"{due} 00:00"


def test_hours_end_on_the_minute_and_their_ladder_is_in_hours() -> None:
    filed = opinion(matter="三幢停水两天了")
    deadline.restart(filed, THURSDAY)
    assert (filed.limit, filed.due_at) == ("supply", THURSDAY + timedelta(hours=24))
    assert deadline.steps(limits()[LimitName.SUPPLY], THURSDAY) == (
        (REMINDED, THURSDAY - timedelta(hours=4)),
        (LATE, THURSDAY),
        (STATION_TOLD, THURSDAY),
        (COUNTY_TOLD, THURSDAY + timedelta(hours=12)),
    )


def test_the_ladder_of_days_is_climbed_once_and_ends() -> None:
    filed = opinion()
    deadline.restart(filed, THURSDAY)
    struck = []
    for lateness in (0, REMINDED, LATE, STATION_TOLD, COUNTY_TOLD):
        filed.lateness = lateness
        deadline.schedule(filed)
        struck.append(local(filed.tick_at))
    assert struck == ["03-13 00:00", "03-17 00:00", "03-18 00:00", "03-20 00:00", ""]


def test_a_day_of_hangzhou_begins_at_four_in_the_afternoon_of_greenwich() -> None:
    for hour, due in ((15, "03-17 00:00"), (16, "03-18 00:00")):
        filed = opinion(filed_at=datetime(2026, 3, 5, hour, tzinfo=UTC))
        deadline.restart(filed, filed.filed_at)
        assert local(filed.due_at) == due


def test_a_clock_that_does_not_wait_is_not_moved_by_going_on() -> None:
    filed = opinion()
    deadline.restart(filed, THURSDAY)
    deadline.resume(filed, THURSDAY + timedelta(days=5))
    assert (local(filed.due_at), local(filed.tick_at)) == ("03-17 00:00", "03-13 00:00")


@pytest.mark.parametrize("state", [OpinionState.CLOSED, OpinionState.MERGED])
def test_where_nothing_runs_nothing_is_left_of_the_clock(state: OpinionState) -> None:
    filed = opinion()
    deadline.restart(filed, THURSDAY)
    deadline.pause(filed, THURSDAY)
    filed.state = state
    deadline.restart(filed, THURSDAY)
    assert (filed.limit, filed.due_at, filed.tick_at, filed.waiting_since) == (None,) * 4


@pytest.mark.parametrize(
    ("state", "reopened", "begun"),
    [
        (OpinionState.ASSIGNED, 0, "03-17 00:00"),
        (OpinionState.ASSIGNED, 1, "03-25 00:00"),
        (OpinionState.SUGGESTED, 0, "06-14 00:00"),
        (OpinionState.ANSWERED, 0, "03-28 00:00"),
        (OpinionState.EVALUATED, 0, "03-17 00:00"),
    ],
)
def test_what_is_open_counts_from_the_filing_and_the_rest_from_now(
    state: OpinionState, reopened: int, begun: str
) -> None:
    now = THURSDAY + timedelta(days=8)
    filed = opinion(state=state, reopened=reopened, lateness=3)
    deadline.restart(filed, now)
    assert (local(filed.due_at), filed.lateness) == (begun, 0)


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
