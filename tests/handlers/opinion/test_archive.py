"""What is known of a matter beside its steps."""

import pytest

from data.record.account import Account, Look, Role
from data.record.station import Representative
from data.settings import Settings
from handlers.opinion import archive
from handlers.opinion.archive import Claimed, Looked, Suggested
from tests.support.loop import STAFF, UNIT, World, by_code


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


def claimed(world: World, code: str) -> Claimed | None:
    with world.database.reading() as session:
        return archive.claim(session, by_code(session, code))


def looked(world: World, code: str) -> list[Looked]:
    with world.database.reading() as session:
        return list(archive.looks(session, by_code(session, code)))


def look(world: World, code: str, *names: str) -> None:
    """These accounts look at it, one after the other."""
    number = world.opinion(code).id or 0
    with world.database.transaction() as session:
        for name in names:
            who = Account(name=name, role=Role.STAFF, made_at=world.now)
            session.add(who)
            session.flush()
            session.add(Look(opinion_id=number, account_id=who.id or 0, at=world.now))


def test_the_claim_that_holds_says_who_has_it_and_how_to_reach_them(world: World) -> None:
    code, deputy = world.file(), world.deputy("王代表")
    with world.database.transaction() as session:
        session.get_one(Representative, deputy.representative).phone = "057187651234"
    assert claimed(world, code) is None
    world.do(deputy, "claim", code)
    found = claimed(world, code)
    assert found
    assert (found.by, found.phone, found.at) == ("王代表", "057187651234", world.now)
    assert found.until > world.now
    assert claimed(world, world.file()) is None, "another matter is nobody's"


def test_of_several_claims_only_the_last_holds_and_one_that_ended_does_not(world: World) -> None:
    code, first, second = world.file(), world.deputy("甲"), world.deputy("乙")
    world.do(first, "claim", code)
    world.do(first, "release", code, reason="不在我这片")
    assert claimed(world, code) is None
    world.do(second, "claim", code)
    found = claimed(world, code)
    assert found
    assert found.by == "乙"


def test_judgements_come_in_the_order_in_which_they_were_given(world: World) -> None:
    code, other = world.file(), world.file()
    for each, grade in ((code, "dissatisfied"), (other, "satisfied")):
        world.do(UNIT, "answer", each, words="灯已换好")
        world.do(STAFF, "evaluate", each, grade=grade, reason="还是不亮")
    world.do(STAFF, "assign", code, unit="T-CITY")
    world.do(UNIT, "answer", code, words="又换了一盏")
    world.do(STAFF, "evaluate", code, grade="fair")
    with world.database.reading() as session:
        found = archive.evaluations(session, by_code(session, code))
    assert [(each.grade, each.reason) for each in found] == [
        ("dissatisfied", "还是不亮"),
        ("fair", None),
    ]


def test_a_suggestion_comes_with_the_name_of_who_signed_it(world: World) -> None:
    code, other = world.file(), world.file()
    for each, name, title in ((code, "甲代表", "路灯"), (other, "乙代表", "垃圾")):
        world.do(world.deputy(name), "suggest", each, title=title, words="建议统一维护")
    with world.database.reading() as session:
        found = archive.suggestions(session, by_code(session, code))
    assert list(found) == [Suggested("路灯", "建议统一维护", "甲代表", world.now)]


def test_who_looked_is_shown_the_newest_first(world: World) -> None:
    code, other = world.file(), world.file()
    look(world, code, "小陈", "小李")
    look(world, other, "小王")
    assert looked(world, code) == [Looked("小李", world.now), Looked("小陈", world.now)]


def test_of_many_looks_the_newest_hundred_are_shown(world: World) -> None:
    code = world.file()
    look(world, code, *(f"某人{n}" for n in range(archive.MOST + 1)))
    found = looked(world, code)
    assert len(found) == archive.MOST == 100
    assert (found[0].by, found[-1].by) == ("某人100", "某人1")
