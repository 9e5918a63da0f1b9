"""What is asked, in what order, and what she may say at every point."""

import pytest
from sqlmodel import select

from data.database import Database
from data.record.handoff import Handoff
from handlers.conversation.service import Dialogue
from handlers.message import resident_text
from handlers.message.turn import Reply
from nlu.context import Question
from tests.handlers.conversation.seen import opinions, value
from tests.support.talk import Talk


def test_asks_only_for_what_is_missing(talk: Talk) -> None:
    reply = talk.say("清波街道三幢楼下的路灯坏了，我姓李，电话13900001111")
    assert reply.question is Question.CONFIRM


def test_who_and_phone_are_optional_and_she_is_told_why(talk: Talk, database: Database) -> None:
    reply = talk.say("清波街道三幢楼下的路灯坏了两个星期了")
    assert reply.question is Question.WHO
    assert "不想说也没关系" in reply.text
    reply = talk.say("不留")
    assert reply.question is Question.CONFIRM
    talk.say("对")
    assert opinions(database)[0].reporter is None


def test_repairing_one_thing_keeps_the_rest(talk: Talk, database: Database) -> None:
    talk.say("清波街道三幢楼上的灯坏了两个星期了，我姓李，电话13900001111")
    reply = talk.say("不对，是楼下")
    assert reply.question is Question.CONFIRM
    assert "楼下的灯坏了两个星期" in value(reply, resident_text.MATTER_LABEL)
    assert "楼上" not in reply.text
    assert value(reply, resident_text.PHONE_LABEL) == "13900001111"
    talk.say("对的")
    (filed,) = opinions(database)
    assert "楼下" in filed.words
    assert filed.place_code == "330102001"


def test_a_bare_no_asks_what_is_wrong(talk: Talk) -> None:
    talk.say("清波街道三幢楼上的灯坏了两个星期了，我姓李，电话13900001111")
    reply = talk.say("不对")
    assert reply.question is Question.REPAIR
    assert len(reply.buttons) == 3
    assert talk.say("地方不对").question is Question.WHERE
    reply = talk.say("紫阳街道")
    assert reply.question is Question.CONFIRM
    assert "紫阳街道" in value(reply, resident_text.PLACE_LABEL)


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


def test_a_yes_is_no_name_and_no_phone(dialogue: Dialogue) -> None:
    talk = Talk(dialogue)
    talk.say("清波街道三幢楼下的路灯坏了两个星期了")
    asked = talk.say("好的")
    assert asked.question is Question.WHO
    assert talk.say("王阿姨").question is Question.PHONE
    assert talk.say("可以").question is Question.PHONE
    read = talk.say("不留")
    assert read.question is Question.CONFIRM
    assert "王阿姨" in read.text
    assert "好的" not in read.text


def test_a_first_sentence_that_corrects_itself_is_a_matter(dialogue: Dialogue) -> None:
    talk = Talk(dialogue)
    assert talk.say("西溪街道，呃不对，是翠苑街道，井盖松了").question is Question.WHO
    assert "西湖区翠苑街道" in talk.say("不留").text


def test_what_is_everywhere_is_not_asked_for_its_place(dialogue: Dialogue) -> None:
    reply = Talk(dialogue).say("全杭州各个社区都没有地方给电瓶车充电")
    assert reply.question is Question.WHO
