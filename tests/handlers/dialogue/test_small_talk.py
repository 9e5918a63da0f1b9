"""What is neither filing nor a filed matter: it never loses what is open."""

from data.database import Database
from data.record.conversation import Channel
from handlers.conversation.service import Dialogue
from handlers.message import resident_text
from handlers.message.turn import CardKind, Failure
from nlu.context import Question
from tests.handlers.conversation.seen import opinions
from tests.support.talk import Talk

WHOLE = "清波街道三幢楼下的路灯坏了，我姓李，电话13900001111"


def test_she_asks_back_and_the_question_stays(talk: Talk) -> None:
    talk.say("我们小区垃圾没人收")
    assert talk.say("你是谁啊").text == resident_text.INTRODUCTION
    reply = talk.say("为什么要问地方")
    assert reply.text == resident_text.REASONS[Question.WHERE]
    assert reply.question is Question.WHERE
    talk.say("翠苑街道")
    assert talk.say("为啥要问名字").text == resident_text.REASONS[Question.WHO]
    assert talk.say("等一下").text == resident_text.NO_HURRY
    assert talk.say("不想说").question is Question.CONFIRM


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


def test_a_kiosk_forgets_the_last_person_and_a_chat_does_not(dialogue: Dialogue) -> None:
    for channel, remembers in ((Channel.KIOSK, False), (Channel.REST, True)):
        talk = Talk(dialogue, f"at {channel}", channel)
        talk.file()
        talk.say("/restart")
        reply = talk.say("我上次反映的路灯怎么样了")
        assert (reply.card is not None) is remembers


def test_a_word_in_between_leaves_the_receipt_on_the_screen(talk: Talk) -> None:
    talk.file()
    shown = talk.say("好的")
    assert shown.card
    assert shown.card.kind is CardKind.RECEIPT
    waited = talk.say("等一下")
    assert (waited.text, waited.card) == (resident_text.NO_HURRY, shown.card)
    assert waited.buttons == shown.buttons


def test_a_turn_that_was_not_heard_leaves_the_summary_on_the_screen(talk: Talk) -> None:
    summary = talk.say(WHOLE)
    missed = talk.say("", spoken=True, failure=Failure.TOO_SHORT)
    assert missed.text == resident_text.MISSED[Failure.TOO_SHORT]
    assert (missed.card, missed.buttons) == (summary.card, summary.buttons)
    assert missed.question is Question.CONFIRM


def test_misses_are_counted_anew_once_a_person_was_called(talk: Talk) -> None:
    for _ in range(2):
        for _ in range(2):
            missed = talk.say("", spoken=True, failure=Failure.NOTHING_HEARD)
            assert missed.text == resident_text.MISSED[Failure.NOTHING_HEARD]
        assert talk.say("/human").text == resident_text.HUMAN


def test_what_is_cancelled_is_not_filed_by_a_later_yes(talk: Talk, database: Database) -> None:
    talk.say(WHOLE)
    assert talk.say("算了不说了").text == resident_text.CANCELLED
    assert talk.say("算了不说了").text == resident_text.NOTHING_TO_CANCEL
    talk.say("对的")
    assert opinions(database) == []


def test_thanks_end_the_visit_and_a_greeting_does_not(talk: Talk) -> None:
    greeted = talk.say("你好")
    assert (greeted.text, greeted.ended) == (resident_text.GREETING_AGAIN, False)
    thanked = talk.say("谢谢")
    assert (thanked.text, thanked.ended) == (resident_text.THANKS, True)
