"""The one way in: keys, versions, and which actions there are."""

import pytest

from data.settings import Settings
from handlers.action.perform import ACTIONS
from handlers.opinion.actor import RESIDENT
from handlers.opinion.errors import MissingError
from handlers.opinion.lifecycle import Action, RefusedError
from tests.support.loop import LAMP, STAFF, UNIT, World


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


def test_all_but_what_the_clock_does_can_be_asked_for() -> None:
    assert set(Action) - set(ACTIONS) == {Action.REOPEN, Action.REMIND, Action.ESCALATE}
    assert all(payload.action is action for action, payload in ACTIONS.items())


def test_a_key_counts_before_the_version_and_before_what_is_possible(world: World) -> None:
    code = world.file(LAMP)
    seen = world.opinion(code).version
    world.do(UNIT, "answer", code, key="k-1", words="修好了", version=seen)
    again = world.do(UNIT, "answer", code, key="k-1", words="修好了", version=seen)
    assert again.version == seen + 1
    with pytest.raises(RefusedError):
        world.do(UNIT, "answer", code, key="k-2", words="修好了")


def test_a_version_that_holds_is_let_through_and_a_newer_or_older_one_is_not(world: World) -> None:
    code = world.file(LAMP)
    seen = world.opinion(code).version
    for version in (seen - 1, seen + 1):
        with pytest.raises(RefusedError):
            world.do(UNIT, "progress", code, words="在办", version=version)
    world.do(UNIT, "progress", code, words="在办", version=seen)
    world.do(UNIT, "progress", code, words="在办")


def test_who_may_not_is_refused_before_the_particulars_are_looked_at(world: World) -> None:
    code = world.file(LAMP)
    with pytest.raises(RefusedError):
        world.do(RESIDENT, "merge", code, into="no such code")
    with pytest.raises(MissingError):
        world.do(STAFF, "merge", code, into="no such code")
