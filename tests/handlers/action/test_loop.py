"""The loop's deeds on real databases: routing, the desk, deputies, the end."""

import pytest
from sqlmodel import select

from data.record.account import Role
from data.record.casework import Claim, Evaluation, Suggestion
from data.record.lesson import Lesson
from data.record.opinion import OpinionState
from data.reference.matter import topics
from data.reference.place.divisions import CITY as CITY_CODE
from handlers.opinion import proposal
from handlers.opinion.actor import PLATFORM, RESIDENT
from handlers.opinion.errors import MissingError
from handlers.opinion.lifecycle import RefusedError
from tests.support.loop import (
    BUS,
    CITY,
    COUNTY,
    DISTRICT,
    LAMP,
    NEXT_STREET,
    STAFF,
    STREET,
    UNIT,
    UNSURE,
    World,
)


def test_a_sure_township_matter_goes_straight_to_its_unit(world: World) -> None:
    filed = world.opinion(world.file(LAMP))
    assert filed.state is OpinionState.ASSIGNED
    assert (filed.unit_code, filed.unit_division) == ("T-CITY", STREET)
    assert filed.unit == "清波街道城市管理科"
    assert [notice.audience for notice in world.notices(filed.code)] == ["resident", "unit"]


def test_a_sure_city_matter_goes_to_the_platform(world: World) -> None:
    filed = world.opinion(world.file(BUS))
    assert filed.state is OpinionState.TRANSFERRED
    assert filed.unit_division == CITY_CODE
    assert "platform" in [notice.audience for notice in world.notices(filed.code)]


def test_an_unsure_matter_waits_at_the_desk_with_reasons(world: World) -> None:
    filed = world.opinion(world.file(UNSURE))
    assert filed.state is OpinionState.RECEIVED
    proposed = proposal.load(filed.proposal)
    assert not proposed.sure
    assert len(proposed.topics) <= 3


def test_what_is_everywhere_is_never_converted_by_itself(world: World) -> None:
    code = world.file("各个社区都有电动车停在楼道里充电，很危险")
    filed = world.opinion(code)
    assert filed.level == "general"
    assert filed.state is OpinionState.RECEIVED


@pytest.mark.parametrize("station", [STREET, None])
def test_a_place_that_may_be_two_waits_at_the_desk(world: World, station: str | None) -> None:
    filed = world.opinion(world.file("城东社区的路灯坏了，晚上很黑", station))
    assert filed.state is OpinionState.RECEIVED
    assert len(proposal.load(filed.proposal).places) > 1


def test_where_it_was_brought_stays_responsible(world: World) -> None:
    assert world.opinion(world.file(LAMP, NEXT_STREET)).station_code == NEXT_STREET
    assert world.opinion(world.file(LAMP, None)).station_code == STREET
    assert world.opinion(world.file(UNSURE, None)).station_code == CITY_CODE


def test_staff_correct_and_the_correction_is_kept_to_learn_from(world: World) -> None:
    code = world.file(UNSURE)
    topic = topics.load().by_path[("城乡建设", "城市建设和市政管理")]
    world.do(STAFF, "sort", code, topic=topic.code, place="330102001", unit="T-CITY")
    filed = world.opinion(code)
    assert filed.state is OpinionState.ASSIGNED
    assert filed.topic_name == topic.name
    assert filed.unit_code == "T-CITY"
    with world.database.reading() as session:
        (lesson,) = session.exec(select(Lesson)).all()
    assert (lesson.topic_code, lesson.text) == (topic.code, UNSURE)


@pytest.mark.parametrize(
    ("field", "value"),
    [("topic", "没有这个"), ("place", "1"), ("level", "province"), ("unit", "X")],
)
def test_what_is_in_no_table_is_refused_by_name(world: World, field: str, value: str) -> None:
    code = world.file(UNSURE)
    with pytest.raises(MissingError) as missing:
        world.do(STAFF, "sort", code, **{field: value})
    assert missing.value.field == field
    assert world.opinion(code).version == 0


def test_the_wrong_unit_sends_it_back_to_the_desk_and_not_to_the_resident(world: World) -> None:
    code = world.file(LAMP)
    told = len(world.notices(code, "resident"))
    world.do(UNIT, "return", code, reason="这段路灯归市政公司")
    filed = world.opinion(code)
    assert filed.state is OpinionState.RETURNED
    assert filed.unit_code is None
    assert len(world.notices(code, "resident")) == told
    assert "市政公司" in world.notices(code, "station")[-1].words
    world.do(STAFF, "assign", code, unit="T-BUILD")
    assert world.opinion(code).unit == "清波街道城市建设科"


def test_declining_needs_a_reason_and_where_to_go(world: World) -> None:
    code = world.file(UNSURE)
    with pytest.raises(MissingError):
        world.do(STAFF, "decline", code, reason="已经在打官司")
    world.do(STAFF, "decline", code, reason="已经在打官司", guidance="可以找法院问进度。")
    assert "法院" in world.notices(code, "resident")[-1].words


def test_everyone_merged_hears_the_answer(world: World) -> None:
    first, second, third = (world.file(LAMP) for _ in range(3))
    world.do(STAFF, "merge", third, into=second)
    world.do(STAFF, "merge", second, into=first)
    with pytest.raises(MissingError):
        world.do(STAFF, "merge", first, into=third)
    world.do(UNIT, "answer", first, words="灯已换好")
    for code in (first, second, third):
        assert "灯已换好" in world.notices(code, "resident")[-1].words


def test_a_deputy_claims_works_and_answers(world: World) -> None:
    deputy = world.deputy()
    code = world.file(LAMP)
    offered = world.notices(code, "representative")
    assert [notice.bundle for notice in offered] == [f"representative-{deputy.representative}"]
    world.do(deputy, "claim", code)
    world.do(deputy, "ask", code, words="是哪一盏？")
    world.do(RESIDENT, "supplement", code, words="门口那盏")
    assert "门口那盏" in world.notices(code, "representative")[-1].words
    world.do(deputy, "propose", code, reason="要供电公司来")
    world.do(deputy, "progress", code, words="去看过了，明天修好")
    world.do(deputy, "answer", code, words="修好了")
    assert world.opinion(code).state is OpinionState.ANSWERED
    with world.database.reading() as session:
        (claim,) = session.exec(select(Claim)).all()
    assert claim.ended == "answer"


def test_a_deputy_touches_nothing_that_another_has_claimed(world: World) -> None:
    code = world.file(LAMP)
    mine, yours = world.deputy("甲"), world.deputy("乙")
    world.do(mine, "claim", code)
    for action, field in (
        ("progress", "words"),
        ("answer", "words"),
        ("release", "reason"),
        ("ask", "words"),
    ):
        with pytest.raises(RefusedError):
            world.do(yours, action, code, **{field: "x"})
    world.do(mine, "release", code)
    assert world.opinion(code).state is OpinionState.ASSIGNED
    world.do(yours, "claim", code)


def test_a_suggestion_is_written_and_signed_by_a_deputy(world: World) -> None:
    deputy = world.deputy()
    code = world.file(LAMP)
    with pytest.raises(RefusedError):
        world.do(STAFF, "suggest", code, title="x", words="y")
    world.do(deputy, "suggest", code, title="关于老旧小区路灯的建议", words="理由和做法……")
    assert world.opinion(code).state is OpinionState.SUGGESTED
    with world.database.reading() as session:
        (suggestion,) = session.exec(select(Suggestion)).all()
    assert suggestion.representative_id == deputy.representative


def test_the_platform_handles_answers_and_returns(world: World) -> None:
    code = world.file(BUS)
    world.do(PLATFORM, "progress", code, words="公交公司在排班")
    world.do(PLATFORM, "return", code, reason="不属公交")
    assert world.opinion(code).state is OpinionState.RETURNED
    world.do(STAFF, "transfer", code, unit="M-BUS")
    world.do(PLATFORM, "answer", code, words="加了三班")
    assert world.opinion(code).state is OpinionState.ANSWERED


def test_dissatisfied_reopens_once(world: World) -> None:
    code = world.file(LAMP)
    world.do(UNIT, "answer", code, words="修好了")
    world.do(RESIDENT, "evaluate", code, grade="dissatisfied", reason="还是不亮")
    filed = world.opinion(code)
    assert filed.state is OpinionState.RETURNED
    assert filed.due_at
    assert "还是不亮" in (world.events(code)[-1].words_staff or "")
    world.do(STAFF, "assign", code, unit="T-CITY")
    world.do(UNIT, "answer", code, words="换了新灯")
    world.do(RESIDENT, "evaluate", code, grade="dissatisfied")
    assert world.opinion(code).state is OpinionState.EVALUATED
    with world.database.reading() as session:
        assert len(session.exec(select(Evaluation)).all()) == 2


def test_close_and_look_back(world: World) -> None:
    code = world.file(LAMP)
    world.do(UNIT, "answer", code, words="修好了")
    world.do(RESIDENT, "evaluate", code, grade="satisfied")
    world.do(STAFF, "close", code)
    assert world.opinion(code).tick_at is None
    world.do(STAFF, "look_back", code, note="一个月后去看，灯还亮着")
    assert world.opinion(code).state is OpinionState.CLOSED


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        (STAFF, True),
        (COUNTY, True),
        (CITY, True),
        (UNIT, True),
        (RESIDENT, False),
        (PLATFORM, False),
    ],
)
def test_who_sees_an_opinion_of_the_street(world: World, actor: object, sees: bool) -> None:
    code = world.file(LAMP)
    with world.database.reading() as session:
        assert actor.sees(session, world.opinion(code)) is sees  # type: ignore[attr-defined]


def test_the_neighbour_s_staff_and_units_see_nothing(world: World) -> None:
    code = world.file(LAMP)
    for role, stations, unit in (
        (Role.STAFF, {NEXT_STREET}, None),
        (Role.UNIT, set(), "T-BUILD"),
        (Role.REPRESENTATIVE, {NEXT_STREET}, None),
        (Role.STAFF, {DISTRICT}, None),
    ):
        other = type(STAFF)(role, "x", frozenset(stations), unit, representative=99)
        with world.database.reading() as session:
            assert not other.sees(session, world.opinion(code))


def test_a_deputy_sends_back_only_what_is_claimed_by_that_deputy(world: World) -> None:
    code = world.file(LAMP)
    mine, yours = world.deputy("甲"), world.deputy("乙")
    world.do(mine, "claim", code)
    with pytest.raises(RefusedError):
        world.do(yours, "return", code, reason="x")
    world.do(mine, "return", code, reason="归别的街道")


def test_who_hands_it_on_starts_a_clock_that_waited(world: World) -> None:
    code = world.file(LAMP)
    world.do(UNIT, "ask", code, words="哪一盏？")
    world.do(UNIT, "return", code, reason="归别的科")
    filed = world.opinion(code)
    assert filed.waiting_since is None
    assert filed.tick_at
