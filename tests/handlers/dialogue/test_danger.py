"""A danger to life in a conversation: what to do now comes first, once, and the item is marked."""

from sqlmodel import select

from data.database import Database
from data.record.conversation import Utterance
from data.record.opinion import Opinion
from handlers.conversation.service import Dialogue
from nlu.context import Question
from tests.support.talk import Talk


def test_what_to_do_now_comes_before_the_question_and_only_once(
    dialogue: Dialogue, database: Database
) -> None:
    talk = Talk(dialogue)
    reply = talk.say("清波街道三幢楼道里着火了，浓烟很大")
    assert reply.text.startswith("先离开那里")
    assert "119" in reply.text
    assert reply.say.startswith("先离开那里")
    assert reply.question is not Question.NOTHING
    assert "119" not in talk.say("就是三幢，着火了").text
    talk.say("不留")
    filed = talk.say("对的")
    assert filed.card
    with database.reading() as session:
        assert session.exec(select(Opinion)).one().urgent == "fire"


def test_somebody_in_despair_is_answered_though_nothing_is_filed(dialogue: Dialogue) -> None:
    reply = Talk(dialogue).say("我不想活了")
    assert "12356" in reply.text
    assert reply.text.index("12356") < 60


def test_an_ordinary_matter_is_not_marked(dialogue: Dialogue, database: Database) -> None:
    Talk(dialogue).file("清波街道三幢的煤气费太贵了")
    with database.reading() as session:
        assert session.exec(select(Opinion)).one().urgent is None


def test_a_misheard_place_is_mended_and_the_utterance_keeps_what_was_heard(
    dialogue: Dialogue, database: Database
) -> None:
    talk = Talk(dialogue)
    talk.say("星波街道三幢楼下的路灯坏了两个星期了")
    talk.say("不留")
    talk.say("对的")
    with database.reading() as session:
        opinion = session.exec(select(Opinion)).one()
        assert opinion.matter.startswith("清波街道三幢")
        assert "清波街道" in (opinion.place_name or "")
        heard = [u.transcript for u in session.exec(select(Utterance)).all()]
    assert "星波街道三幢楼下的路灯坏了两个星期了" in heard
