"""What comes between question and answer: greetings, doubts, other wishes."""

from handlers.message import resident_text
from nlu.context import Question
from tests.handlers.conversation.seen import value
from tests.support.talk import Talk


class TestInBetween:
    """People do not answer like forms."""

    def test_she_asks_back_and_the_question_stays(self, talk: Talk) -> None:
        talk.say("我们小区垃圾没人收")
        assert talk.say("你是谁啊").text == resident_text.INTRODUCTION
        reply = talk.say("为什么要问地方")
        assert reply.text == resident_text.REASONS[Question.WHERE]
        assert reply.question is Question.WHERE
        talk.say("翠苑街道")
        assert talk.say("为啥要问名字").text == resident_text.REASONS[Question.WHO]
        assert talk.say("等一下").text == resident_text.NO_HURRY
        assert talk.say("不想说").question is Question.CONFIRM

    def test_others_near_the_kiosk_do_not_hear_an_id_number(self, talk: Talk) -> None:
        reply = talk.say("清波街道路灯坏了，身份证330102194001011234，我姓李，电话13900001111")
        assert reply.question is Question.CONFIRM
        assert "194001011234" not in reply.text + value(reply, resident_text.MATTER_LABEL)
