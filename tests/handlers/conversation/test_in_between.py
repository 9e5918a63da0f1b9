"""What comes between question and answer: greetings, doubts, other wishes."""

import pytest

from data.database import Database
from handlers.conversation.service import Dialogue
from handlers.message import resident_text
from handlers.opinion import receipt
from nlu.context import Question
from tests.handlers.conversation.seen import opinions, value
from tests.support.talk import Talk


class TestInBetween:
    """People do not answer like forms."""

    def test_a_yes_with_a_but_mends_and_does_not_file(self, talk: Talk, database: Database) -> None:
        talk.say("清波街道三幢楼下的路灯坏了，我姓李，电话13900001111")
        reply = talk.say("对，不过是五幢")
        assert reply.question is Question.CONFIRM
        assert "五幢楼下" in value(reply, resident_text.MATTER_LABEL)
        assert not opinions(database)

    def test_a_phone_number_at_the_summary_is_taken(self, talk: Talk) -> None:
        talk.say("清波街道三幢楼下的路灯坏了")
        talk.say("不留")
        reply = talk.say("我电话是13588123456")
        assert value(reply, resident_text.PHONE_LABEL) == "13588123456"

    def test_the_place_may_come_when_the_name_is_asked(self, talk: Talk) -> None:
        talk.say("我们小区垃圾没人收")
        talk.say("就在菜场旁边")
        reply = talk.say("翠苑街道")
        assert reply.question is Question.WHO
        assert "翠苑街道" in value(talk.say("不留"), resident_text.PLACE_LABEL)

    def test_a_subject_alone_is_asked_about(self, talk: Talk) -> None:
        assert talk.say("我想反映一下电梯的事情").text == resident_text.WHAT_ABOUT_IT
        assert talk.say("坏了三天了，我住六楼，腿脚不好").question is Question.WHERE

    def test_two_matters_one_after_the_other(self, talk: Talk, database: Database) -> None:
        talk.file()
        receipt_again = talk.say("好的")
        assert receipt_again.card
        assert talk.say("还有一件事，自来水发黄一个星期了").question is Question.WHERE
        talk.say("翠苑街道")
        talk.say("不留")
        talk.say("对")
        assert [filed.place_code for filed in opinions(database)] == ["330102001", "330106005"]

    def test_a_question_is_kept_for_staff(self, talk: Talk, database: Database) -> None:
        assert talk.say("你好，医保卡丢了到哪里补").question is Question.KEEP
        assert talk.say("记下来").question is Question.WHERE
        talk.say("三墩镇")
        talk.say("不留")
        talk.say("对")
        assert "医保卡" in opinions(database)[0].words

    def test_a_question_that_is_not_kept_is_dropped(self, talk: Talk) -> None:
        talk.say("你好，医保卡丢了到哪里补")
        assert talk.say("不用了").question is Question.NOTHING
        talk.say("你好，医保卡丢了到哪里补")
        assert talk.say("清波街道三幢楼下的路灯坏了两个星期了").question is Question.WHO

    def test_a_place_alone_is_no_matter(self, talk: Talk) -> None:
        assert talk.say("三墩镇").question is Question.WHAT
        reply = talk.say("公交车等了四十分钟都没来")
        assert reply.question is Question.WHO

    def test_the_estate_beside_the_street_is_kept(self, talk: Talk) -> None:
        talk.say("楼上天天半夜装修，吵得我睡不着觉")
        talk.say("紫阳街道金狮苑")
        assert "紫阳街道，金狮苑" in value(talk.say("不留"), resident_text.PLACE_LABEL)

    def test_only_what_is_wrong_is_asked_again(self, talk: Talk) -> None:
        talk.say("清波街道三幢楼下的路灯坏了，我姓李，电话13900001111")
        assert talk.say("电话不对").question is Question.PHONE
        reply = talk.say("13900002222")
        assert value(reply, resident_text.PHONE_LABEL) == "13900002222"
        assert value(reply, resident_text.WHO_LABEL) == "李"
        assert talk.say("不对").question is Question.REPAIR
        assert talk.say("称呼电话不对").question is Question.WHO

    def test_others_near_the_kiosk_do_not_hear_an_id_number(self, talk: Talk) -> None:
        reply = talk.say("清波街道路灯坏了，身份证330102194001011234，我姓李，电话13900001111")
        assert reply.question is Question.CONFIRM
        assert "194001011234" not in reply.text + value(reply, resident_text.MATTER_LABEL)

    def test_a_name_is_no_question(self, talk: Talk) -> None:
        talk.say("清波街道三幢楼下的路灯坏了")
        assert talk.say("您贵姓").text == resident_text.INTRODUCTION
        talk.say("姓陈，耳东陈")
        assert value(talk.say("不方便"), resident_text.WHO_LABEL) == "陈"

    def test_something_else_than_the_supplement(self, talk: Talk) -> None:
        talk.file()
        assert talk.say("我要补充").question is Question.SUPPLEMENT
        assert talk.say("那件事解决了，不用办了，撤回吧").question is Question.WITHDRAW
        talk.say("不撤了")
        assert talk.say("我补充一句，晚上更看不清").text == resident_text.SUPPLEMENTED


@pytest.mark.parametrize(
    ("wish", "answer"),
    [
        ("帮我催一下，都一个月了", resident_text.URGED),
        ("我要补充一下", resident_text.QUESTIONS[Question.SUPPLEMENT]),
        ("那件事解决了，不用办了，撤回吧", "撤回，不办了，对吗"),
    ],
)
def test_a_wish_is_remembered_while_the_code_is_asked(
    dialogue: Dialogue, wish: str, answer: str
) -> None:
    code = Talk(dialogue, "at home").file()
    later = Talk(dialogue, "weeks later")
    assert later.say(wish).question is Question.CODE
    assert later.say("12345678").text == resident_text.CODE_MISHEARD
    assert answer in later.say(receipt.spoken(code)).text
