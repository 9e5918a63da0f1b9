"""What comes between question and answer: greetings, doubts, other wishes."""

from handlers.message import resident_text
from nlu.context import Question
from tests.handlers.conversation.seen import value
from tests.support.talk import Talk


class TestInBetween:
    """People do not answer like forms."""

    def test_others_near_the_kiosk_do_not_hear_an_id_number(self, talk: Talk) -> None:
        reply = talk.say("清波街道路灯坏了，身份证330102194001011234，我姓李，电话13900001111")
        assert reply.question is Question.CONFIRM
        assert "194001011234" not in reply.text + value(reply, resident_text.MATTER_LABEL)
