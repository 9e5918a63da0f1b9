"""What is asked, in what order, and what she may say at every point."""

from handlers.conversation.service import Dialogue
from handlers.message import resident_text
from handlers.message.turn import Failure
from nlu.context import Question
from tests.support.talk import Talk


def test_three_misses_offer_a_person_and_the_question_stays(talk: Talk) -> None:
    asked = talk.say("楼下的路灯坏了两个星期了").question
    for _ in range(2):
        reply = talk.say("", spoken=True, failure=Failure.NOTHING_HEARD)
        assert reply.text == resident_text.MISSED[Failure.NOTHING_HEARD]
        assert reply.question is asked
    reply = talk.say("", spoken=True, failure=Failure.RECOGNITION)
    assert reply.text == resident_text.OFFER_HUMAN
    assert [button.payload for button in reply.buttons] == ["/human"]
    assert talk.say("清波街道").question is Question.WHO


def test_english_is_answered_and_the_open_question_stays(dialogue: Dialogue) -> None:
    talk = Talk(dialogue)
    asked = talk.say("楼下的路灯坏了两个星期了")
    reply = talk.say("Sorry, I do not speak Chinese.")
    assert "staff" in reply.text
    assert reply.question is asked.question is Question.WHERE
    assert [button.payload for button in reply.buttons] == ["/human"]
    assert talk.say("清波街道").question is Question.WHO
