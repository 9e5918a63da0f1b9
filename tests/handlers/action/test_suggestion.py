"""A deputy's suggestion: signed by one deputy, kept word for word."""

from datetime import datetime

import pytest
from sqlmodel import select

from data.record.casework import Claim, Suggestion
from data.record.opinion import OpinionState
from data.settings import Settings
from handlers.opinion.deadline import HANGZHOU
from handlers.opinion.errors import MissingError
from handlers.opinion.lifecycle import RefusedError
from tests.support.loop import LAMP, World

TITLE, TEXT = "关于老旧小区路灯的建议", "理由。\n做法。"


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


def test_it_is_kept_as_it_was_signed_and_the_resident_hears_its_title(world: World) -> None:
    code, deputy = world.file(LAMP), world.deputy()
    world.do(deputy, "claim", code)
    world.later(days=1)
    world.do(deputy, "suggest", code, title=TITLE, words=TEXT)
    filed = world.opinion(code)
    assert (filed.state, filed.limit) == (OpinionState.SUGGESTED, "suggestion")
    assert filed.due_at == datetime(2026, 6, 7, tzinfo=HANGZHOU)
    assert filed.representative_id == deputy.representative, "whose suggestion it is stays known"
    event = world.events(code)[-1]
    assert event.words_staff == TITLE
    assert f"《{TITLE}》" in (event.words_resident or "")
    with world.database.reading() as session:
        kept, claim = session.exec(select(Suggestion)).one(), session.exec(select(Claim)).one()
    assert (kept.opinion_id, kept.representative_id) == (filed.id, deputy.representative)
    assert (kept.title, kept.words, kept.signed_at) == (TITLE, TEXT, world.now)
    assert (claim.ended, claim.ended_at) == ("suggest", world.now)


def test_nobody_signs_on_what_another_has(world: World) -> None:
    code, mine, yours = world.file(LAMP), world.deputy("甲"), world.deputy("乙")
    world.do(mine, "claim", code)
    with pytest.raises(RefusedError):
        world.do(yours, "suggest", code, title=TITLE, words=TEXT)
    assert world.opinion(code).representative_id == mine.representative


@pytest.mark.parametrize(
    ("title", "words", "field"),
    [("", TEXT, "title"), (TITLE, " ", "words"), ("题" * 201, TEXT, "title")],
)
def test_both_are_needed_and_a_title_has_two_hundred_letters(
    world: World, title: str, words: str, field: str
) -> None:
    code, deputy = world.file(LAMP), world.deputy()
    with pytest.raises(MissingError) as missing:
        world.do(deputy, "suggest", code, title=title, words=words)
    assert missing.value.field == field
    world.do(deputy, "suggest", code, title="题" * 200, words=TEXT)
