"""Who answers: what holds whatever is open, the open question, and what comes in between."""

import pytest
from sqlmodel import select

from data.database import Database
from data.record.handoff import Handoff
from data.record.opinion import OpinionState
from handlers.conversation.service import Dialogue
from handlers.message import resident_text
from handlers.message.turn import Reply
from handlers.opinion import receipt
from nlu.context import Question
from tests.handlers.conversation.seen import opinions, value
from tests.support.loop import LAMP
from tests.support.talk import Talk


@pytest.mark.parametrize(
    "sentences",
    [
        (),
        ("我要反映一个问题",),
        ("楼下的路灯坏了两个星期了",),
        ("清波街道三幢楼下的路灯坏了两个星期了",),
        ("清波街道三幢楼下的路灯坏了两个星期了", "我姓李"),
        ("清波街道三幢楼下的路灯坏了两个星期了", "我姓李", "不留"),
        ("清波街道三幢楼下的路灯坏了两个星期了", "我姓李", "不留", "不对"),
        ("我要查一下办得怎么样了",),
    ],
)
class TestAtEveryPoint:
    """Repeat, cancel, a person and starting over work whatever is open."""

    def begin(self, talk: Talk, sentences: tuple[str, ...]) -> Reply:
        reply = talk.dialogue.greet(talk.channel, talk.sender)
        for sentence in sentences:
            reply = talk.say(sentence)
        return reply

    @pytest.mark.parametrize("again", ["/repeat", "再说一遍", "没听清，再讲一遍"])
    def test_repeat(self, talk: Talk, sentences: tuple[str, ...], again: str) -> None:
        assert self.begin(talk, sentences) == talk.say(again)

    @pytest.mark.parametrize("person", ["/human", "我要找工作人员", "叫个人来帮我"])
    def test_person(
        self, talk: Talk, database: Database, sentences: tuple[str, ...], person: str
    ) -> None:
        before = self.begin(talk, sentences)
        reply = talk.say(person)
        assert reply.text == resident_text.HUMAN
        assert reply.question is before.question
        with database.reading() as session:
            assert session.exec(select(Handoff)).one().ended_at is None

    @pytest.mark.parametrize("over", ["/restart", "重新开始", "从头来"])
    def test_start_over(self, talk: Talk, sentences: tuple[str, ...], over: str) -> None:
        self.begin(talk, sentences)
        assert talk.say(over).text == resident_text.RESTARTED
        assert talk.say("清波街道三幢楼下的路灯坏了两个星期了").question is Question.WHO

    @pytest.mark.parametrize("no_more", ["算了不说了", "不弄了，不反映了"])
    def test_cancel(self, talk: Talk, sentences: tuple[str, ...], no_more: str) -> None:
        self.begin(talk, sentences)
        assert talk.say(no_more).text in (resident_text.CANCELLED, resident_text.NOTHING_TO_CANCEL)

    def test_yes_and_no_never_fall_over(self, talk: Talk, sentences: tuple[str, ...]) -> None:
        self.begin(talk, sentences)
        for text in ("对", "不对", "对", "不对", "对"):
            assert talk.say(text).text


def test_a_bare_never_mind_to_an_optional_question_drops_only_that(talk: Talk) -> None:
    talk.say("清波街道三幢楼下的路灯坏了两个星期了")
    assert talk.say("算了").question is Question.CONFIRM


def test_two_matters_one_after_the_other(talk: Talk, database: Database) -> None:
    talk.file()
    receipt_again = talk.say("好的")
    assert receipt_again.card
    assert talk.say("还有一件事，自来水发黄一个星期了").question is Question.WHERE
    talk.say("翠苑街道")
    talk.say("不留")
    talk.say("对")
    assert [filed.place_code for filed in opinions(database)] == ["330102001", "330106005"]


def test_a_question_is_kept_for_staff(talk: Talk, database: Database) -> None:
    assert talk.say("你好，医保卡丢了到哪里补").question is Question.KEEP
    assert talk.say("记下来").question is Question.WHERE
    talk.say("三墩镇")
    talk.say("不留")
    talk.say("对")
    assert "医保卡" in opinions(database)[0].words


def test_a_question_that_is_not_kept_is_dropped(talk: Talk) -> None:
    talk.say("你好，医保卡丢了到哪里补")
    assert talk.say("不用了").question is Question.NOTHING
    talk.say("你好，医保卡丢了到哪里补")
    assert talk.say("清波街道三幢楼下的路灯坏了两个星期了").question is Question.WHO


def test_a_name_is_no_question(talk: Talk) -> None:
    talk.say("清波街道三幢楼下的路灯坏了")
    assert talk.say("您贵姓").text == resident_text.INTRODUCTION
    talk.say("姓陈，耳东陈")
    assert value(talk.say("不方便"), resident_text.WHO_LABEL) == "陈"


def test_something_else_than_the_supplement(talk: Talk) -> None:
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


@pytest.mark.parametrize(
    ("said", "answer"),
    [("对的", resident_text.CONFIRM_WHAT), ("不对", resident_text.DENY_WHAT)],
)
def test_yes_and_no_to_nothing_ask_what_it_is(talk: Talk, said: str, answer: str) -> None:
    reply = talk.say(said)
    assert (reply.text, reply.question) == (answer, Question.WHAT)


def test_never_mind_drops_what_is_asked_and_not_what_it_is_asked_for(
    talk: Talk, database: Database
) -> None:
    talk.say(LAMP)
    talk.say("我姓李")
    assert talk.say("不弄了").question is Question.CONFIRM
    talk.say("对的")
    assert talk.say("那件事解决了，不用办了，撤回吧").question is Question.WITHDRAW
    assert talk.say("算了").text == resident_text.KEPT
    assert opinions(database)[0].state is OpinionState.ASSIGNED


def test_what_is_not_ours_is_no_matter(talk: Talk) -> None:
    talk.say("我要反映一件事")
    reply = talk.say("今天天气怎么样")
    assert (reply.text, reply.question) == (resident_text.OUT_OF_SCOPE, Question.WHAT)
    assert talk.say(LAMP).question is Question.WHO


def test_who_has_no_code_may_leave_it_or_tell_a_matter_instead(talk: Talk) -> None:
    asked = "我要查一下办得怎么样了"
    assert talk.say(asked).question is Question.CODE
    assert talk.say("那是几个数字").question is Question.CODE
    assert talk.say("没有编号啊").question is Question.NOTHING
    talk.say(asked)
    assert talk.say(LAMP).question is Question.WHO
