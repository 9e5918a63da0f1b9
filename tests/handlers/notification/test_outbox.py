"""The outbox: who is told what of a step, in which script, when, and with which buttons."""

import json
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from data.calendar import HANGZHOU
from data.record.conversation import Channel, Conversation
from data.record.notice import Notice, NoticeState
from data.record.station import Representative
from handlers.message.language import TRADITIONAL
from handlers.notification import outbox
from tests.support.loop import BUS, NEXT_STREET, STAFF, STREET, UNIT, World, by_code

DANGER = "清波街道三幢楼道里起火了，冒浓烟"


def of_resident(world: World, **more: object) -> None:
    """Set something of the conversation of the resident who filed last."""
    with world.database.transaction() as session:
        conversation = session.get_one(Conversation, f"c-{world.people}")
        for name, value in more.items():
            setattr(conversation, name, value)


def tell_unit(world: World, code: str, text: str) -> None:
    """Tell the unit something of the last step."""
    with world.database.transaction() as session:
        opinion = by_code(session, code)
        outbox.tell_unit(session, opinion, opinion.events[-1], text)


def tell_desk(world: World, station: str) -> None:
    with world.database.transaction() as session:
        outbox.tell_desk(session, "handoff-1", station, "有人在等", world.now)


def buttons(notice: Notice) -> list[tuple[str, str]]:
    return [(each.title, each.payload) for each in outbox.load_buttons(notice.buttons)]


def test_news_is_in_the_script_of_whoever_reads_it(world: World) -> None:
    code = world.file()
    of_resident(world, language=TRADITIONAL)
    world.do(UNIT, "progress", code, words="路灯换好了")
    assert "路燈換好了" in world.notices(code, "resident")[-1].words
    other = world.file()
    world.do(UNIT, "progress", other, words="路灯换好了")
    assert "路灯换好了" in world.notices(other, "resident")[-1].words


@pytest.mark.parametrize("reason", ["muted_at", "closed_at"])
def test_who_is_not_to_be_told_finds_it_when_asking(world: World, reason: str) -> None:
    code = world.file()
    of_resident(world, **{reason: world.now})
    world.do(UNIT, "progress", code, words="灯已订了")
    assigned, progress = world.notices(code, "resident")
    assert (assigned.state, progress.state) == (NoticeState.WAITING, NoticeState.KEPT)
    with world.database.transaction() as session:
        news = outbox.take_news(session, by_code(session, code), world.now)
        assert news == (assigned.words, progress.words)
        assert outbox.take_news(session, by_code(session, code), world.now) == ()
    assert {(each.state, each.ended_at) for each in world.notices(code, "resident")} == {
        (NoticeState.DELIVERED, world.now)
    }


def test_news_that_waited_is_one_s_own_and_not_of_this_moment(world: World) -> None:
    code, _ = world.file(), world.file()
    before = world.notices(code, "resident")
    world.later(minutes=1)
    world.do(UNIT, "progress", code, words="灯已订了")
    with world.database.transaction() as session:
        news = outbox.take_news_for(session, Channel.REST, "resident-1", world.now)
        assert outbox.take_news_for(session, Channel.KIOSK, "resident-2", world.now) == ()
    assert news == tuple(each.words for each in before)
    assert world.notices(code, "resident")[-1].state is NoticeState.WAITING


def test_of_what_was_merged_each_hears_with_their_own_matter(world: World) -> None:
    kept, merged = world.file(), world.file("清波街道三幢楼下一盏灯都不亮")
    world.do(STAFF, "merge", merged, into=kept)
    world.do(UNIT, "answer", kept, words="灯已换好")
    for code, address, matter in ((kept, "resident-1", "路灯坏了"), (merged, "resident-2", "不亮")):
        told = world.notices(code, "resident")[-1]
        assert told.address == address
        assert matter in told.words
        assert "灯已换好" in told.words
        assert buttons(told)[0] == ("满意", f"/grade {code} satisfied")


def test_an_answer_can_be_judged_and_a_question_be_answered_by_a_tap(world: World) -> None:
    code = world.file()
    assert buttons(world.notices(code, "resident")[-1]) == []
    world.do(UNIT, "ask", code, words="是哪一盏灯？")
    assert buttons(world.notices(code, "resident")[-1]) == [("现在回答", f"/reply {code}")]
    world.do(UNIT, "answer", code, words="灯已换好")
    assert [payload for _, payload in buttons(world.notices(code, "resident")[-1])] == [
        f"/grade {code} satisfied",
        f"/grade {code} fair",
        f"/grade {code} dissatisfied",
    ]


def test_buttons_that_another_release_wrote_are_left_out() -> None:
    assert outbox.load_buttons('{"v": 99, "items": [{"name": "x"}]}') == ()
    assert outbox.load_buttons(None) == ()


def test_of_one_step_a_reader_hears_the_same_thing_once(world: World) -> None:
    code = world.file()
    told = len(world.notices(code, "unit"))
    for text in ("一件事", "另一件事"):
        tell_unit(world, code, text)
    assert len(world.notices(code, "unit")) == told + 2
    with pytest.raises(IntegrityError):
        tell_unit(world, code, "一件事")


def test_what_belongs_to_no_matter_is_told_each_desk_once(world: World) -> None:
    for station in (STREET, NEXT_STREET):
        tell_desk(world, station)
    assert [each.address for each in world.notices(audience="station")] == [STREET, NEXT_STREET]
    with pytest.raises(IntegrityError):
        tell_desk(world, STREET)


def test_a_matter_is_offered_to_the_deputy_of_its_grid(world: World) -> None:
    near, far = world.deputy("近"), world.deputy("远")
    code = world.file("清波街道柳翠社区三幢的路灯坏了")
    place = world.opinion(code).place_code
    assert {n.address for n in world.notices(code, "representative")} == {
        str(near.representative),
        str(far.representative),
    }
    with world.database.transaction() as session:
        session.get_one(Representative, near.representative).grid = place
    code = world.file("清波街道柳翠社区三幢的路灯坏了")
    addresses = [n.address for n in world.notices(code, "representative")]
    assert addresses == [str(near.representative)]


def test_what_was_said_to_one_deputy_goes_to_that_one_at_once(world: World) -> None:
    deputy, _ = world.deputy("甲"), world.deputy("乙")
    code = world.file()
    with world.database.transaction() as session:
        opinion = by_code(session, code)
        opinion.addressed_id = deputy.representative
        outbox.offer(session, opinion, opinion.events[-1])
    told = world.notices(code, "representative")[-1]
    assert (told.address, told.due_at, told.bundle) == (
        str(deputy.representative),
        world.now,
        None,
    )
    assert "代表码" in told.words
    assert len(world.notices(code, "representative")) == 3  # both in their digests before


def test_a_deputy_s_chat_gets_what_can_wait_at_its_hour_and_danger_at_once(world: World) -> None:
    world.chat_of(world.deputy(), digest_hour=18)
    (offered,) = world.notices(world.file(), "representative")
    assert (offered.channel, offered.address) == ("telegram", "chat")
    assert offered.due_at == datetime(2026, 3, 5, 18, tzinfo=HANGZHOU)
    assert offered.bundle
    code = world.file(DANGER)
    (urgent,) = world.notices(code, "representative")
    assert (urgent.due_at, urgent.bundle) == (world.now, None)
    assert ("认领", f"/claim {code}") in buttons(urgent)


@pytest.mark.parametrize(
    ("hour", "minute", "days"), [(0, 0, 0), (8, 29, 0), (8, 30, 1), (23, 59, 1)]
)
def test_the_digest_goes_out_at_half_past_eight_in_hangzhou(
    hour: int, minute: int, days: int
) -> None:
    now = datetime(2026, 3, 5, hour, minute, tzinfo=HANGZHOU)
    morning = datetime(2026, 3, 5, 8, 30, tzinfo=HANGZHOU)
    assert outbox.next_digest(now) == morning + timedelta(days=days)


def test_the_platform_gets_the_matter_and_nothing_personal(world: World) -> None:
    code = world.file(BUS + "，身份证330102194001011234", phone="13588123456", reporter="王秀英")
    (told,) = world.notices(code, "platform")
    assert told.payload
    sent = json.loads(told.payload)
    assert sent["opinion"]["code"] == code
    assert "公交车" in sent["opinion"]["matter"]
    for personal in ("13588123456", "王秀英", "194001011234"):
        assert personal not in told.payload + told.words
