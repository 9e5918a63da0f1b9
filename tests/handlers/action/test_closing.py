"""The end: a dissatisfied resident begins it again once, with a limit of its own."""

from datetime import datetime

import pytest
from sqlmodel import select

from data.record.casework import Evaluation, Grade
from data.record.opinion import OpinionState
from data.settings import Settings
from handlers.action.closing import evaluate
from handlers.action.context import ActionContext
from handlers.opinion.actor import RESIDENT
from handlers.opinion.deadline import HANGZHOU
from handlers.opinion.lifecycle import RefusedError
from tests.support.loop import STAFF, UNIT, World, by_code


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


@pytest.fixture
def answered(world: World) -> str:
    """Filed on Thursday, the 5th of March, and answered a week later."""
    code = world.file()
    world.later(days=7)
    world.do(UNIT, "answer", code, words="修好了")
    return code


def midnight(month: int, day: int) -> datetime:
    return datetime(2026, month, day, tzinfo=HANGZHOU)


def test_after_an_answer_the_resident_has_ten_working_days(world: World, answered: str) -> None:
    filed = world.opinion(answered)
    assert (filed.limit, filed.due_at) == ("evaluation", midnight(3, 27))


def test_what_begins_again_has_seven_working_days_from_then(world: World, answered: str) -> None:
    world.later(days=1)
    world.do(RESIDENT, "evaluate", answered, grade="dissatisfied")
    filed = world.opinion(answered)
    assert (filed.state, filed.reopened) == (OpinionState.RETURNED, 1)
    assert (filed.limit, filed.lateness) == ("general", 0)
    assert filed.due_at == midnight(3, 25)
    assert filed.tick_at == midnight(3, 21)


def test_it_begins_again_once(world: World, answered: str) -> None:
    for grade, again, state in (
        (Grade.DISSATISFIED, True, OpinionState.RETURNED),
        (Grade.DISSATISFIED, False, OpinionState.EVALUATED),
    ):
        with world.database.transaction() as session:
            acting = ActionContext(session, RESIDENT, world.now)
            assert evaluate(acting, by_code(session, answered), grade) is again
        assert world.opinion(answered).state is state
        if again:
            world.do(STAFF, "assign", answered, unit="T-CITY")
            world.do(UNIT, "answer", answered, words="换了新灯")
    assert world.opinion(answered).reopened == 1
    assert world.actions(answered)[-1] == "evaluate"


@pytest.mark.parametrize("grade", ["satisfied", "fair"])
def test_who_is_content_ends_it(world: World, answered: str, grade: str) -> None:
    world.do(RESIDENT, "evaluate", answered, grade=grade, reason="来得快")
    filed = world.opinion(answered)
    assert (filed.state, filed.limit) == (OpinionState.EVALUATED, "closing")
    assert "station" not in {notice.audience for notice in world.notices(answered)}
    with world.database.reading() as session:
        (kept,) = session.exec(select(Evaluation)).all()
    assert (kept.opinion_id, kept.grade, kept.reason) == (filed.id, grade, "来得快")
    assert kept.at == world.now


def test_the_desk_hears_why_and_the_history_keeps_it(world: World, answered: str) -> None:
    world.do(RESIDENT, "evaluate", answered, grade="dissatisfied", reason="还是不亮")
    assert world.events(answered)[-1].words_staff == "不满意：还是不亮"
    (told,) = world.notices(answered, "station")
    assert "群众不满意，要重办" in told.words


def test_closing_ends_every_clock_and_what_is_found_later_is_kept(
    world: World, answered: str
) -> None:
    with pytest.raises(RefusedError):
        world.do(STAFF, "look_back", answered, note="灯亮着")
    world.do(STAFF, "close", answered, note="电话里问过了")
    filed = world.opinion(answered)
    assert (filed.limit, filed.due_at, filed.tick_at) == (None, None, None)
    assert world.events(answered)[-1].words_staff == "电话里问过了"
    world.do(STAFF, "look_back", answered, note="灯亮着")
    assert world.events(answered)[-1].words_staff == "灯亮着"
    assert len(world.notices(answered, "resident")) == 2, "assigned, answered, and nothing more"
