"""The handling: who hears which words, and whose turn it is."""

import pytest
from sqlmodel import select

from data.record.casework import Claim
from data.record.opinion import OpinionState
from data.settings import Settings
from handlers.opinion.errors import MissingError
from handlers.opinion.lifecycle import RefusedError
from tests.support.loop import LAMP, UNIT, World


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


def test_progress_says_one_thing_outside_and_another_inside(world: World) -> None:
    code = world.file(LAMP)
    told = len(world.notices(code, "resident"))
    world.do(UNIT, "progress", code, note="等配件")
    event = world.events(code)[-1]
    assert (event.words_resident, event.words_staff) == (None, "等配件")
    assert len(world.notices(code, "resident")) == told
    world.do(UNIT, "progress", code, words="明天来修", note="配件到了")
    event = world.events(code)[-1]
    assert (event.words_resident, event.words_staff) == ("有进展了：明天来修", "配件到了")
    with pytest.raises(MissingError) as missing:
        world.do(UNIT, "progress", code)
    assert missing.value.field == "words"


def test_a_question_stops_the_clock_and_keeps_the_deputy_s_claim(world: World) -> None:
    code, deputy = world.file(LAMP), world.deputy()
    world.do(deputy, "claim", code)
    with world.database.reading() as session:
        before = session.exec(select(Claim)).one().until
    world.later(days=1)
    world.do(deputy, "ask", code, words="哪一盏？")
    filed = world.opinion(code)
    assert (filed.waiting_since, filed.tick_at) == (world.now, None)
    assert world.events(code)[-1].words_resident == "办事的人想问您：哪一盏？"
    with world.database.reading() as session:
        assert session.exec(select(Claim)).one().until > before


def test_what_a_deputy_proposes_the_station_hears_and_the_resident_does_not(world: World) -> None:
    code, deputy, other = world.file(LAMP), world.deputy("甲"), world.deputy("乙")
    world.do(deputy, "claim", code)
    told = len(world.notices(code, "resident"))
    with world.database.reading() as session:
        before = session.exec(select(Claim)).one().until
    world.later(days=1)
    with pytest.raises(RefusedError):
        world.do(other, "propose", code, reason="要供电公司来")
    world.do(deputy, "propose", code, reason="要供电公司来")
    assert world.events(code)[-1].words_staff == "代表提议转上级：要供电公司来"
    assert "代表提议转上级：要供电公司来" in world.notices(code, "station")[-1].words
    assert len(world.notices(code, "resident")) == told
    with world.database.reading() as session:
        assert session.exec(select(Claim)).one().until > before


@pytest.mark.parametrize("words", ["灯已换好", "灯已换好。", "灯已换好！"])
def test_an_answer_is_kept_as_it_was_given_and_read_with_one_full_stop(
    world: World, words: str
) -> None:
    code = world.file(LAMP)
    world.do(UNIT, "answer", code, words=words)
    event = world.events(code)[-1]
    assert event.words_resident == "有答复了：灯已换好。满意不满意，您说一声。"
    assert event.words_staff == words
    assert (event.actor, event.at) == (UNIT.trace, world.now)
    assert world.opinion(code).state is OpinionState.ANSWERED
