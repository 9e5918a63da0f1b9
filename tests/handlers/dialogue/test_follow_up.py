"""What a resident does with an opinion that is filed: adding, urging, taking back, judging."""

from sqlmodel import select

from data.database import Database
from data.record.opinion import OpinionEvent, OpinionState
from handlers.conversation.service import Dialogue
from handlers.message import resident_text
from nlu.context import Question
from tests.handlers.conversation.seen import opinions
from tests.support.loop import LAMP, STAFF, STREET, UNIT, World
from tests.support.talk import Talk


def test_urge_supplement_and_withdraw_leave_a_trace(talk: Talk, database: Database) -> None:
    talk.file()
    news, urged = talk.say("怎么还没人来，都一个月了，帮我催一下").text.split("\n")
    assert "清波街道城市管理科" in news
    assert urged == resident_text.URGED
    assert talk.say("我要补充一下").question is Question.SUPPLEMENT
    assert talk.say("昨天晚上有个老人摔了一跤").text == resident_text.SUPPLEMENTED
    assert talk.say("那件事解决了，不用办了，撤回吧").question is Question.WITHDRAW
    assert talk.say("对的").text == resident_text.WITHDRAWN
    with database.reading() as session:
        events = session.exec(select(OpinionEvent).order_by(OpinionEvent.id)).all()  # type: ignore[arg-type]
    actions = [event.action for event in events]
    assert actions == ["file", "assign", "urge", "supplement", "withdraw"]
    assert events[-1].state_to is OpinionState.WITHDRAWN
    assert opinions(database)[0].state is OpinionState.WITHDRAWN


def test_a_dissatisfied_resident_says_why(dialogue: Dialogue, world: World) -> None:
    talk = Talk(dialogue, station=STREET)
    code = talk.file(LAMP)
    world.do(UNIT, "answer", code, words="灯已换好")
    assert talk.say(code).question is Question.EVALUATE
    assert talk.say("不满意").question is Question.DISAPPOINTED
    assert talk.say("来了一趟又坏了").text == resident_text.REOPENED
    assert "来了一趟又坏了" in (world.events(code)[-1].words_staff or "")
    assert world.opinion(code).state is OpinionState.RETURNED


def test_who_was_asked_answers_by_what_she_says_next(dialogue: Dialogue, world: World) -> None:
    talk = Talk(dialogue, station=STREET)
    code = talk.file(LAMP)
    world.do(UNIT, "ask", code, words="是哪一盏灯？")
    assert "是哪一盏灯" in talk.say(code).text
    assert talk.say("楼梯口左手边那一盏").text == resident_text.SUPPLEMENTED
    assert world.opinion(code).waiting_since is None
    assert "左手边" in world.notices(code, "unit")[-1].words


def test_nothing_is_taken_back_without_a_yes(talk: Talk, world: World) -> None:
    code = talk.file()
    for kept in (resident_text.WITHDRAW_NO, "不对", "再想想"):
        asked = talk.say("那件事解决了，不用办了，撤回吧")
        assert asked.question is Question.WITHDRAW
        assert [each.payload for each in asked.buttons] == ["对的", "不撤了"]
        talk.say(kept)
        assert world.opinion(code).state is OpinionState.ASSIGNED, kept


def test_her_new_phone_number_is_kept_and_covered_for_the_others(talk: Talk, world: World) -> None:
    code = talk.file()
    reply = talk.say("我补充一句，我电话13588123456，晚上更看不清")
    assert reply.text.endswith(resident_text.SUPPLEMENTED)
    assert world.opinion(code).phone == "13588123456"
    told = world.events(code)[-1].words_staff or ""
    assert "晚上更看不清" in told
    assert "13588123456" not in told


def test_an_answered_matter_is_judged_and_neither_urged_nor_taken_back(
    talk: Talk, world: World
) -> None:
    code = talk.file()
    assert talk.say("满意").text.endswith(resident_text.NOT_ANSWERED_YET)
    world.do(UNIT, "answer", code, words="修好了")
    assert talk.say("帮我催一下，都一个月了").text.endswith(resident_text.ANSWERED_ALREADY)
    asked = talk.say("我要评价")
    assert asked.question is Question.EVALUATE
    assert [each.payload for each in asked.buttons] == list(resident_text.GRADE_TITLES)
    done = talk.say("基本满意")
    assert (done.text, done.ended) == (resident_text.JUDGED, True)
    assert talk.say("那件事解决了，不用办了，撤回吧").text == resident_text.FINISHED_ALREADY
    assert world.actions(code) == ["file", "assign", "answer", "evaluate"]


def test_who_has_no_more_to_say_gave_no_reason_and_the_second_time_is_the_last(
    talk: Talk, world: World
) -> None:
    code = talk.file()
    world.do(UNIT, "answer", code, words="修好了")
    talk.say("不满意")
    assert talk.say("没有了").text == resident_text.REOPENED
    assert world.events(code)[-1].words_staff == "不满意"
    world.do(STAFF, "assign", code, unit="T-CITY")
    world.do(UNIT, "answer", code, words="换了新灯")
    talk.say("我要评价")
    assert talk.say("不满意，还是不亮").text == resident_text.JUDGED_BAD
    assert world.events(code)[-1].words_staff == "不满意：还是不亮"
    assert world.opinion(code).state is OpinionState.EVALUATED
