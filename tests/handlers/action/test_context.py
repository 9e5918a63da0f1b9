"""One deed: the trace, the clock and the words for the resident come together."""

import pytest

from data.settings import Settings
from handlers.action.context import ActionContext
from handlers.opinion.lifecycle import Action
from tests.support.loop import LAMP, RESIDENT, STAFF, UNIT, World, by_code


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


def test_words_for_the_resident_are_sent_and_words_for_staff_are_not(world: World) -> None:
    code = world.file(LAMP)
    before = len(world.notices(code))
    with world.database.transaction() as session:
        acting = ActionContext(session, UNIT, world.now, key="k-1")
        event = acting.act(by_code(session, code), Action.PROGRESS, staff="里面的话")
        assert (event.words_resident, event.words_staff, event.key) == (None, "里面的话", "k-1")
    assert len(world.notices(code)) == before
    with world.database.transaction() as session:
        acting = ActionContext(session, UNIT, world.now)
        acting.act(by_code(session, code), Action.PROGRESS, resident="外面的话")
    assert "外面的话" in world.notices(code)[-1].words
    assert len(world.notices(code)) == before + 1


def test_what_was_merged_into_a_fresh_opinion_is_not_asked_for(world: World) -> None:
    first, second = world.file(LAMP), world.file(LAMP)
    world.do(STAFF, "merge", second, into=first)
    for fresh, told in ((True, 0), (False, 1)):
        before = len(world.notices(second, "resident"))
        with world.database.transaction() as session:
            acting = ActionContext(session, UNIT, world.now, fresh=fresh)
            acting.act(by_code(session, first), Action.PROGRESS, resident=f"话{fresh}")
        assert len(world.notices(second, "resident")) == before + told


def test_a_clock_that_waits_goes_on_when_it_is_somebody_else_s_turn(world: World) -> None:
    code = world.file(LAMP)
    world.do(UNIT, "ask", code, words="哪一盏？")
    world.do(RESIDENT, "urge", code)
    world.do(UNIT, "progress", code, words="在找")
    assert world.opinion(code).waiting_since == world.now, "the state stays, and so does the wait"
    world.do(STAFF, "return", code, reason="归别的科")
    assert world.opinion(code).waiting_since is None
