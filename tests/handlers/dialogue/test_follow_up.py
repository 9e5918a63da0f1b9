"""What a resident does with an opinion that is filed: adding, urging, taking back, judging."""

from sqlmodel import select

from data.database import Database
from data.record.opinion import OpinionEvent, OpinionState
from handlers.conversation.service import Dialogue
from handlers.message import resident_text
from nlu.context import Question
from tests.handlers.conversation.seen import opinions
from tests.support.loop import LAMP, STREET, UNIT, World
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
