"""News that waited: told once, before the answer, and only where it is surely hers."""

from data.record.conversation import Channel
from data.record.opinion import OpinionState
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
