"""News that waited: told once, before the answer, and only where it is surely hers."""

from sqlmodel import select

from data.record.conversation import Channel
from data.record.notice import NoticeState
from data.record.opinion import Opinion, OpinionState
from handlers.conversation.service import Dialogue
from handlers.message import resident_text
from nlu.context import Question
from tests.support.loop import LAMP, STREET, UNIT, World
from tests.support.talk import Talk


def test_news_waits_in_a_chat_and_at_a_kiosk_for_the_code(dialogue: Dialogue, world: World) -> None:
    for channel, hears in ((Channel.REST, True), (Channel.KIOSK, False)):
        talk = Talk(dialogue, f"at {channel}", channel, STREET)
        code = talk.file(LAMP)
        talk.say("好的")
        world.do(UNIT, "answer", code, words="灯已换好")
        assert ("灯已换好" in talk.say("你好").text) is hears
        assert "灯已换好" not in talk.say("谢谢").text
        reply = talk.say(code)
        assert "灯已换好" in reply.text
        assert reply.question is Question.EVALUATE
        assert talk.say("满意").text == resident_text.JUDGED
        assert world.opinion(code).state is OpinionState.EVALUATED


def test_the_receipt_comes_before_any_news(dialogue: Dialogue) -> None:
    talk = Talk(dialogue, station=STREET)
    talk.say(LAMP)
    talk.say("不留")
    assert talk.say("对的").text.startswith("记好了")
    assert "城市管理科" in talk.say("好的").text


def test_all_that_waited_is_told_once_for_the_eye_and_the_ear(
    dialogue: Dialogue, world: World
) -> None:
    talk = Talk(dialogue, station=STREET)
    code = talk.file(LAMP)
    talk.say("好的")
    for words in ("去看过了", "灯已订好"):
        world.do(UNIT, "progress", code, words=words)
    reply = talk.say("你好")
    first, second, answer = reply.text.split("\n")
    assert ("去看过了" in first, "灯已订好" in second) == (True, True)
    assert answer == resident_text.GREETING_AGAIN
    assert reply.say == first + second + answer
    assert talk.say("你好").text == resident_text.GREETING_AGAIN


def test_the_same_words_are_not_told_twice_in_one_answer(dialogue: Dialogue, world: World) -> None:
    talk = Talk(dialogue, station=STREET)
    first, second = talk.file(LAMP), talk.file(LAMP)
    talk.say("好的")
    for code in (first, second):
        world.do(UNIT, "progress", code, words="灯已订好")
    assert talk.say(first).text.count("灯已订好") == 1


def test_nobody_hears_another_s_news(dialogue: Dialogue, world: World) -> None:
    talk, neighbour = Talk(dialogue, "she"), Talk(dialogue, "neighbour")
    code = talk.file(LAMP)
    talk.say("好的")
    world.do(UNIT, "progress", code, words="灯已订好")
    assert neighbour.say("你好").text == resident_text.GREETING_AGAIN
    assert "灯已订好" in talk.say("你好").text


def test_a_chat_of_one_s_own_is_told_by_itself(dialogue: Dialogue, world: World) -> None:
    talk = Talk(dialogue, "chat", Channel.TELEGRAM, STREET)
    talk.say(LAMP)
    talk.say("不留")
    with world.database.reading() as session:
        code = session.exec(select(Opinion)).one().code
    world.do(UNIT, "progress", code, words="灯已订好")
    assert "灯已订好" not in talk.say("你好").text
    waiting = world.notices(code, "resident")[-1]
    assert (waiting.state, waiting.channel) == (NoticeState.WAITING, Channel.TELEGRAM)
