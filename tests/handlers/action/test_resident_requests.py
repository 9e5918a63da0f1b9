"""What a resident wishes: whoever has the matter hears it, and nobody else."""

import json

import pytest

from data.record.opinion import OpinionState
from data.settings import Settings
from handlers.opinion.actor import RESIDENT
from tests.support.loop import BUS, LAMP, STAFF, UNIT, UNSURE, World


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


def heard(world: World, code: str, before: int) -> list[str]:
    """Who was told since then."""
    return sorted(notice.audience for notice in world.notices(code)[before:])


@pytest.mark.parametrize(
    ("action", "words"), [("supplement", "群众补充：门口那盏"), ("urge", "群众催办，第1次")]
)
def test_whoever_has_it_hears_it(world: World, action: str, words: str) -> None:
    lamp, bus, unsure, claimed = (world.file(text) for text in (LAMP, BUS, UNSURE, UNSURE))
    deputy = world.deputy()
    world.do(deputy, "claim", claimed)
    for code, readers in (
        (lamp, ["unit"]),
        (bus, ["platform", "unit"]),
        (unsure, ["station"]),
        (claimed, ["representative"]),
    ):
        before = len(world.notices(code))
        world.do(RESIDENT, action, code, words="门口那盏")
        assert heard(world, code, before) == readers
        told = [n for n in world.notices(code)[before:] if n.audience != "platform"]
        assert all(words in each.words for each in told)
        assert world.events(code)[-1].words_staff == "门口那盏"
    (passed,) = [n for n in world.notices(bus)[-2:] if n.audience == "platform"]
    assert json.loads(passed.payload or "")["words"] == words


def test_only_the_resident_s_own_words_end_the_wait(world: World) -> None:
    code = world.file(LAMP)
    world.do(UNIT, "ask", code, words="哪一盏？")
    asked = world.now
    world.later(days=1)
    world.do(STAFF, "supplement", code, words="大概是门口那盏")
    assert world.opinion(code).waiting_since == asked
    world.do(RESIDENT, "supplement", code, words="门口那盏")
    assert world.opinion(code).waiting_since is None


def test_urging_counts_and_changes_nothing_else(world: World) -> None:
    code = world.file(LAMP)
    before = world.opinion(code)
    for times in (1, 2, 3):
        world.do(RESIDENT, "urge", code)
        assert world.opinion(code).urged == times
        assert f"第{times}次" in world.notices(code, "unit")[-1].words
    after = world.opinion(code)
    assert (after.state, after.due_at) == (before.state, before.due_at)


def test_taken_back_everybody_who_had_it_hears_it(world: World) -> None:
    lamp, bus, unsure = (world.file(text) for text in (LAMP, BUS, UNSURE))
    deputy = world.deputy()
    world.do(deputy, "claim", lamp)
    for code, readers in (
        (lamp, ["representative", "unit"]),
        (bus, ["platform", "unit"]),
        (unsure, []),
    ):
        before = len(world.notices(code))
        world.do(RESIDENT, "withdraw", code, reason="自己修好了")
        assert heard(world, code, before) == readers
        filed = world.opinion(code)
        assert (filed.state, filed.due_at) == (OpinionState.WITHDRAWN, None)
        assert filed.representative_id is None
        assert world.events(code)[-1].words_staff == "自己修好了"
    assert "群众撤回" in world.notices(lamp, "representative")[-1].words
    assert world.notices(lamp, "representative")[-1].address == str(deputy.representative)
