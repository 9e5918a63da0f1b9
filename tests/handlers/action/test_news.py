"""Who hears what of the loop, on real databases."""

import pytest

from data.record.conversation import Channel
from data.record.opinion import OpinionState
from handlers.conversation.service import Dialogue
from handlers.message import resident_text
from handlers.opinion.actor import RESIDENT
from handlers.opinion.lifecycle import RefusedError
from nlu.context import Question
from tests.support.loop import (
    LAMP,
    STREET,
    UNIT,
    World,
)
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


def test_whoever_has_it_hears_that_it_was_urged_or_taken_back(world: World) -> None:
    code = world.file(LAMP)
    world.do(RESIDENT, "urge", code)
    world.do(RESIDENT, "urge", code)
    assert world.opinion(code).urged == 2
    assert "第2次" in world.notices(code, "unit")[-1].words
    world.do(RESIDENT, "withdraw", code)
    assert "撤回" in world.notices(code, "unit")[-1].words
    with pytest.raises(RefusedError):
        world.do(RESIDENT, "urge", code)
