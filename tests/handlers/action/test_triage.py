"""The desk: what is put right, what goes back, what is the same trouble, what is not for us."""

import pytest
from sqlmodel import select

from data.record.lesson import Lesson, LessonSource
from data.record.opinion import OpinionState
from data.reference.matter import topics
from data.settings import Settings
from handlers.opinion.actor import Actor
from handlers.opinion.errors import MissingError
from handlers.opinion.lifecycle import RefusedError
from tests.support.loop import (
    BUS,
    CITY,
    LAMP,
    NEXT_STREET,
    STAFF,
    STREET,
    UNIT,
    UNSURE,
    World,
    by_code,
)

ROADS = topics.load().by_path[("城乡建设", "城市建设和市政管理")]


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


def test_what_is_put_right_stands_in_the_history_in_order(world: World) -> None:
    code = world.file(UNSURE)
    world.do(
        STAFF, "sort", code, topic=ROADS.code, place=STREET, level="county", transcript="路灯坏了"
    )
    filed = world.opinion(code)
    assert (filed.state, filed.topic_code, filed.topic_name) == (
        OpinionState.SORTED,
        ROADS.code,
        ROADS.name,
    )
    assert (filed.place_code, filed.place_name) == (STREET, "上城区清波街道")
    assert (filed.level, filed.matter, filed.words) == ("county", "路灯坏了", UNSURE)
    said = world.events(code)[-1].words_staff
    assert said == "城乡建设/城市建设和市政管理；上城区清波街道；county；路灯坏了"
    assert filed.limit == "complex"
    with world.database.reading() as session:
        lesson = session.exec(select(Lesson)).one()
    assert (lesson.source, lesson.topic_code) == (LessonSource.CORRECTION, ROADS.code)
    assert lesson.text == UNSURE


def test_what_was_right_is_no_correction(world: World) -> None:
    code = world.file(UNSURE)
    given = {"topic": ROADS.code, "place": STREET, "level": "county", "transcript": "路灯坏了"}
    world.do(STAFF, "sort", code, **given)
    for same in (given, {}):
        world.do(STAFF, "sort", code, **same)
        assert world.events(code)[-1].words_staff is None
    with world.database.reading() as session:
        assert len(session.exec(select(Lesson)).all()) == 1


def test_sorted_with_a_unit_it_is_assigned_at_once_and_its_key_is_taken_once(world: World) -> None:
    code = world.file(UNSURE)
    world.do(STAFF, "sort", code, key="k-1", unit="T-BUILD", division=NEXT_STREET)
    filed = world.opinion(code)
    assert (filed.state, filed.unit_code) == (OpinionState.ASSIGNED, "T-BUILD")
    assert filed.unit_division == NEXT_STREET
    assert [event.key for event in world.events(code)[-2:]] == ["k-1", None]


def test_sent_back_nobody_has_it(world: World) -> None:
    code, deputy = world.file(LAMP), world.deputy()
    world.do(deputy, "claim", code)
    world.do(deputy, "return", code, reason="归市政")
    filed = world.opinion(code)
    assert (filed.unit, filed.unit_code, filed.unit_division) == (None, None, None)
    assert filed.representative_id is None
    assert world.events(code)[-1].words_staff == "退回：归市政"
    assert world.events(code)[-1].words_resident is None
    assert "退回：归市政" in world.notices(code, "station")[-1].words


def test_merged_the_resident_hears_it_and_those_merged_before_come_along(world: World) -> None:
    first, second, third = (world.file(LAMP) for _ in range(3))
    deputy = world.deputy()
    world.do(deputy, "claim", third)
    world.do(STAFF, "merge", third, into=second)
    assert world.opinion(third).representative_id is None
    world.do(STAFF, "merge", second, into=f"{first[:4]} {first[4:]}")
    target = world.opinion(first).id
    for code in (second, third):
        assert world.opinion(code).merged_into_id == target
        assert world.opinion(code).state is OpinionState.MERGED
    assert world.opinion(first).merged_into_id is None
    assert world.events(second)[-1].words_staff == first
    assert "放在一起办" in world.notices(second, "resident")[-1].words


@pytest.mark.parametrize(
    "state",
    [OpinionState.MERGED, OpinionState.DECLINED, OpinionState.WITHDRAWN, OpinionState.CLOSED],
)
def test_nothing_is_merged_into_what_is_over(world: World, state: OpinionState) -> None:
    code, over = world.file(LAMP), world.file(LAMP)
    with world.database.transaction() as session:
        by_code(session, over).state = state
    with pytest.raises(MissingError) as missing:
        world.do(STAFF, "merge", code, into=over)
    assert missing.value.field == "into"
    assert world.opinion(code).state is OpinionState.ASSIGNED


def test_nothing_is_merged_into_itself_or_into_what_one_does_not_see(world: World) -> None:
    code, there = world.file(LAMP), world.file(LAMP, NEXT_STREET)
    for into in (code, there, "00000000"):
        with pytest.raises(MissingError):
            world.do(STAFF, "merge", code, into=into)
    world.do(CITY, "merge", code, into=there)
    assert world.opinion(code).state is OpinionState.MERGED


def test_answered_is_not_over_so_that_one_more_resident_hears_the_answer(world: World) -> None:
    code, answered = world.file(LAMP), world.file(LAMP)
    world.do(UNIT, "answer", answered, words="修好了")
    world.do(STAFF, "merge", code, into=answered)
    assert world.opinion(code).merged_into_id == world.opinion(answered).id


def test_declined_the_resident_hears_why_and_where_to_go(world: World) -> None:
    code = world.file(UNSURE)
    world.do(STAFF, "decline", code, reason="已经在打官司。", guidance="可以找法院问进度。")
    event = world.events(code)[-1]
    assert event.words_resident == "联络站办不了，因为已经在打官司。可以找法院问进度。"
    assert event.words_staff == "已经在打官司。"
    assert world.opinion(code).due_at is None


def test_only_a_desk_does_these_things(world: World) -> None:
    code, other = world.file(UNSURE), world.file(BUS)
    for who in (UNIT, world.deputy()):
        assert isinstance(who, Actor)
        for action, form in (
            ("sort", {}),
            ("merge", {"into": other}),
            ("decline", {"reason": "x", "guidance": "y"}),
        ):
            with pytest.raises(RefusedError):
                world.do(who, action, code, **form)
