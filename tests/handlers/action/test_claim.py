"""Claims: whose a matter is, for how long, and what becomes of it afterwards."""

from datetime import datetime

import pytest
from sqlmodel import select

from data.record.casework import Claim
from data.record.opinion import OpinionState
from data.settings import Settings
from handlers.action import claim
from handlers.action.context import ActionContext
from handlers.opinion.deadline import HANGZHOU
from handlers.opinion.lifecycle import Action, RefusedError
from tests.support.loop import LAMP, STAFF, UNIT, UNSURE, World, by_code


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


def claims(world: World) -> list[Claim]:
    with world.database.reading() as session:
        return list(session.exec(select(Claim)).all())


def midnight(day: int) -> datetime:
    return datetime(2026, 3, day, tzinfo=HANGZHOU)


def test_a_claim_holds_for_three_working_days(world: World) -> None:
    code, deputy = world.file(LAMP), world.deputy()
    world.do(deputy, "claim", code)
    (kept,) = claims(world)
    filed = world.opinion(code)
    assert (kept.opinion_id, kept.representative_id) == (filed.id, deputy.representative)
    assert (kept.at, kept.until, kept.ended) == (world.now, midnight(11), None)
    assert "人大代表接下" in world.notices(code, "resident")[-1].words


def test_who_has_it_already_cannot_take_it_again(world: World) -> None:
    code, deputy = world.file(LAMP), world.deputy()
    world.do(deputy, "claim", code)
    with pytest.raises(RefusedError) as refused:
        world.do(deputy, "claim", code)
    assert refused.value.possible == ()
    assert refused.value.last
    assert refused.value.last.action == "claim"
    assert len(claims(world)) == 1


def test_who_has_not_claimed_it_is_told_that_it_can_be_claimed(world: World) -> None:
    code, mine, yours = world.file(LAMP), world.deputy("甲"), world.deputy("乙")
    world.do(UNIT, "progress", code, words="在办")
    with pytest.raises(RefusedError) as refused:
        world.do(yours, "progress", code, words="在办")
    assert refused.value.possible == (Action.CLAIM, Action.SUGGEST)
    world.do(mine, "claim", code)
    with pytest.raises(RefusedError) as refused:
        world.do(yours, "progress", code, words="在办")
    assert refused.value.possible == ()


def test_given_back_it_returns_to_its_unit_and_all_may_take_it(world: World) -> None:
    code, deputy = world.file(LAMP), world.deputy()
    with world.database.transaction() as session:
        by_code(session, code).addressed_id = deputy.representative
    world.do(deputy, "claim", code)
    world.later(hours=1)
    world.do(deputy, "release", code, reason="不归我的片区")
    filed = world.opinion(code)
    assert (filed.state, filed.unit_code) == (OpinionState.ASSIGNED, "T-CITY")
    assert (filed.representative_id, filed.addressed_id) == (None, None)
    (kept,) = claims(world)
    assert (kept.ended, kept.ended_at) == ("release", world.now)
    assert world.actions(code)[-2:] == ["release", "assign"]
    assert world.events(code)[-2].words_staff == "不归我的片区"
    assert [event.actor for event in world.events(code)[-2:]] == [deputy.trace, "clock"]
    assert "退回重新分派" in world.notices(code, "station")[-1].words
    assert "可以认领" in world.notices(code, "representative")[-1].words


def test_given_back_what_no_unit_had_lies_at_the_desk(world: World) -> None:
    code, deputy = world.file(UNSURE), world.deputy()
    world.do(deputy, "claim", code)
    world.do(deputy, "release", code)
    assert world.opinion(code).state is OpinionState.SORTED
    assert world.actions(code)[-1] == "release"


def test_what_a_deputy_does_keeps_the_claim_and_what_others_do_does_not(world: World) -> None:
    code, deputy = world.file(LAMP), world.deputy()
    world.do(deputy, "claim", code)
    with world.database.transaction() as session:
        session.exec(select(Claim)).one().reminded_at = world.now
    world.later(days=4)
    world.do(STAFF, "progress", code, words="在办")
    assert claims(world)[0].until == midnight(11)
    assert claims(world)[0].reminded_at
    world.do(deputy, "progress", code, words="在办")
    assert claims(world)[0].until == midnight(13)
    assert claims(world)[0].reminded_at is None


def test_a_claim_that_ended_holds_no_more(world: World) -> None:
    code, deputy = world.file(LAMP), world.deputy()
    with world.database.transaction() as session:
        acting = ActionContext(session, deputy, world.now)
        assert claim.claim_of(acting, by_code(session, code)) is None
        claim.renew_claim(acting, by_code(session, code))
    assert claims(world) == []
    world.do(deputy, "claim", code)
    world.do(deputy, "answer", code, words="修好了")
    with world.database.transaction() as session:
        acting = ActionContext(session, deputy, world.now)
        assert claim.claim_of(acting, by_code(session, code)) is None
    assert claims(world)[0].ended == "answer"
    assert world.opinion(code).representative_id is None
