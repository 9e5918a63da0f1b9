"""The clock's rounds, with a clock that is set: nobody sleeps."""

from datetime import UTC, datetime

import pytest

from data.record.opinion import OpinionState
from handlers.action import escalation
from handlers.opinion.actor import RESIDENT
from handlers.opinion.deadline import COUNTY_TOLD
from tests.support.loop import DISTRICT, LAMP, STREET, UNIT, World, by_code


def rounds(world: World, days: int) -> None:
    """Time passes, and the clock goes round every six hours."""
    for _ in range(days * 4):
        world.later(hours=6)
        escalation.go_round(world.database, world.now)


def test_a_late_item_climbs_to_the_county(world: World) -> None:
    code = world.file(LAMP)
    rounds(world, 7)
    assert world.actions(code) == ["file", "assign"]
    rounds(world, 2)
    assert world.actions(code)[2:] == ["remind"]
    rounds(world, 20)
    assert world.actions(code)[2:] == ["remind", "escalate", "escalate", "escalate"]
    filed = world.opinion(code)
    assert filed.lateness == COUNTY_TOLD
    assert filed.tick_at is None
    told = [(notice.audience, notice.address) for notice in world.notices(code)]
    assert told.count(("unit", f"T-CITY@{STREET}")) == 5
    assert told.count(("station", STREET)) == 2
    assert told.count(("station", DISTRICT)) == 1


def test_danger_counts_in_hours(world: World) -> None:
    code = world.file("清波街道三幢煤气漏了，味道很大")
    assert world.opinion(code).limit == "danger"
    world.later(hours=1)
    escalation.go_round(world.database, world.now)
    assert world.actions(code)[-1] == "remind"
    world.later(hours=2)
    escalation.go_round(world.database, world.now)
    assert world.opinion(code).lateness == COUNTY_TOLD


def test_the_clock_waits_with_us(world: World) -> None:
    code = world.file(LAMP)
    world.do(UNIT, "ask", code, words="哪一盏？")
    rounds(world, 30)
    assert "escalate" not in world.actions(code)


def test_a_silent_claim_is_reminded_and_then_released(world: World) -> None:
    code = world.file(LAMP)
    deputy = world.deputy()
    world.do(deputy, "claim", code)
    rounds(world, 4)
    assert world.actions(code)[-1] == "claim"
    rounds(world, 1)
    assert world.actions(code)[-1] == "remind"
    rounds(world, 1)
    assert world.actions(code)[-2:] == ["release", "assign"]
    filed = world.opinion(code)
    assert filed.representative_id is None
    assert filed.state is OpinionState.ASSIGNED
    mine = [n.words for n in world.notices(code, "representative") if not n.bundle]
    assert any("放回" in said for said in mine)


def test_a_deputy_who_does_something_keeps_the_claim(world: World) -> None:
    code = world.file(LAMP)
    deputy = world.deputy()
    world.do(deputy, "claim", code)
    for _ in range(3):
        rounds(world, 2)
        world.do(deputy, "progress", code, words="还在跟")
    assert world.opinion(code).representative_id == deputy.representative


def test_answers_that_nobody_judges_and_what_was_judged_are_closed(world: World) -> None:
    unjudged, judged = world.file(LAMP), world.file(LAMP)
    for code in (unjudged, judged):
        world.do(UNIT, "answer", code, words="修好了")
    world.do(RESIDENT, "evaluate", judged, grade="satisfied")
    rounds(world, 3)
    assert world.opinion(judged).state is OpinionState.CLOSED
    assert world.opinion(unjudged).state is OpinionState.ANSWERED
    rounds(world, 15)
    assert world.opinion(unjudged).state is OpinionState.CLOSED


def test_two_clocks_do_everything_once(world: World) -> None:
    code = world.file(LAMP)
    world.later(days=9)
    for _ in range(3):
        escalation.go_round(world.database, world.now)
    assert world.actions(code).count("remind") == 1


def test_one_that_cannot_be_looked_at_does_not_stop_the_others(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    broken, sound = world.file(LAMP), world.file(LAMP)
    with world.database.transaction() as session:
        by_code(session, broken).due_at = datetime(9999, 12, 31, tzinfo=UTC)  # no day after it
    rounds(world, 9)
    assert world.actions(sound)[-1] == "remind"
    assert world.actions(broken) == ["file", "assign"]
    assert "could not be looked at" in caplog.text


def test_a_deputy_who_waited_for_the_resident_keeps_the_claim(world: World) -> None:
    code = world.file(LAMP)
    deputy = world.deputy()
    world.do(deputy, "claim", code)
    world.do(deputy, "ask", code, words="哪一盏？")
    rounds(world, 10)
    world.do(RESIDENT, "supplement", code, words="门口那一盏")
    rounds(world, 1)
    assert world.opinion(code).representative_id == deputy.representative
    rounds(world, 9)
    assert world.opinion(code).representative_id is None


def test_the_clock_strikes_at_the_very_moment_and_not_before(world: World) -> None:
    code, deputy = world.file(LAMP), world.deputy()
    world.do(deputy, "claim", code)

    def at(day: int, *, before: bool) -> str:
        """What happened last, at that midnight of March in Hangzhou or a second before it."""
        world.now = datetime(2026, 3, day - 1, 16, tzinfo=UTC)
        world.later(seconds=-before)
        escalation.go_round(world.database, world.now)
        return world.actions(code)[-1]

    # The claim ends on the 11th; the limit of the matter is the 17th.
    assert [at(10, before=True), at(10, before=False)] == ["claim", "remind"]
    assert [at(11, before=True), at(11, before=False)] == ["remind", "assign"]
    assert world.actions(code)[-2:] == ["release", "assign"]
    assert [at(13, before=True), at(13, before=False)] == ["assign", "remind"]
    assert [at(17, before=True), at(17, before=False)] == ["remind", "escalate"]
    assert world.opinion(code).lateness == 2


def test_a_reminder_says_by_when(world: World) -> None:
    code = world.file(LAMP)
    world.now = datetime(2026, 3, 12, 16, tzinfo=UTC)
    escalation.go_round(world.database, world.now)
    assert "快到期了，03月17日00点前要办完" in world.notices(code, "unit")[-1].words
