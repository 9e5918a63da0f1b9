"""Photos and positions in a chat: each ends up with the matter that it belongs to."""

import pytest
from sqlmodel import col, select

from data.database import Database
from data.record.attachment import Attachment, AttachmentKind
from data.record.conversation import Channel
from data.record.opinion import Opinion
from data.settings import Settings
from handlers.context import attachments
from handlers.conversation.service import Dialogue
from handlers.message import chat_text, resident_text
from handlers.message.turn import Enclosed, Reply
from nlu.context import Question
from tests.support.loop import LAMP, STAFF, UNIT, World, by_code
from tests.support.talk import Talk

PHOTO = Enclosed(AttachmentKind.PHOTO, file="lamp.jpg")
GARBAGE = "紫阳街道弄堂口的垃圾没人收，味道很大"


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


@pytest.fixture
def talk(dialogue: Dialogue) -> Talk:
    return Talk(dialogue, channel=Channel.TELEGRAM)


def send(talk: Talk, *enclosed: Enclosed) -> Reply:
    """Send it without a word."""
    return talk.say("", enclosed=enclosed)


def at(latitude: float, longitude: float) -> Enclosed:
    return Enclosed(AttachmentKind.LOCATION, position=(latitude, longitude))


def filed(talk: Talk, matter: str = LAMP) -> str:
    """A matter that is typed on one's own phone; its code."""
    talk.say(matter)
    card = talk.say("不留").card
    assert card
    assert card.code
    return card.code.replace(" ", "")


def kept(database: Database) -> list[tuple[str | None, str | None, str | None]]:
    """What was sent, in order: file, position, and the code of the matter."""
    with database.reading() as session:
        found = session.exec(
            select(Attachment.file, Attachment.position, Opinion.code)
            .join(Opinion, col(Opinion.id) == Attachment.opinion_id, isouter=True)
            .order_by(col(Attachment.id))
        ).all()
    return [tuple(each) for each in found]


def test_a_photo_begins_a_story_and_is_filed_with_it(talk: Talk, database: Database) -> None:
    reply = send(talk, PHOTO)
    assert (reply.text, reply.question) == (chat_text.WHAT_IS_IT, Question.WHAT)
    assert kept(database) == [("lamp.jpg", None, None)]
    code = filed(talk)
    assert kept(database) == [("lamp.jpg", None, code)]


def test_a_photo_of_a_story_that_was_dropped_is_not_filed_with_the_next(
    talk: Talk, database: Database
) -> None:
    send(talk, PHOTO)
    talk.say("/restart")
    filed(talk)
    assert kept(database) == [("lamp.jpg", None, None)]


def test_a_photo_within_a_story_leaves_the_question_open(talk: Talk, database: Database) -> None:
    asked = talk.say(LAMP)
    reply = send(talk, PHOTO)
    assert reply.text == chat_text.PHOTO_KEPT + resident_text.QUESTIONS[Question.WHO]
    assert (reply.question, reply.buttons) == (Question.WHO, asked.buttons)
    assert talk.say("不留").card
    ((_, _, code),) = kept(database)
    assert code


def test_a_position_says_the_district_where_the_map_is_sure(talk: Talk, database: Database) -> None:
    talk.say("楼下的路灯坏了，晚上很黑")
    reply = send(talk, at(30.29, 119.95))
    assert reply.text == chat_text.SEEMS_HERE.format(place="余杭区")
    assert reply.question is Question.WHERE
    talk.say("说不清")
    talk.say("不留")
    ((_, position, code),) = kept(database)
    assert (position, bool(code)) == ("30.290000,119.950000", True)
    with database.reading() as session:
        assert session.exec(select(Opinion)).one().place_code == "330110"


@pytest.mark.parametrize(
    ("position", "words"),
    [
        ((30.2436, 120.1551), chat_text.PERHAPS_HERE.format(place="上城区或者西湖区")),
        ((39.9, 116.4), chat_text.NOT_KNOWN_HERE),
    ],
    ids=["a border", "another city"],
)
def test_a_position_that_says_little_asks_for_the_street(
    talk: Talk, position: tuple[float, float], words: str
) -> None:
    talk.say("楼下的路灯坏了，晚上很黑")
    assert send(talk, at(*position)).text == words
    assert talk.say("清波街道").question is Question.WHO


def test_a_photo_answers_what_is_to_be_added(talk: Talk, database: Database) -> None:
    code, other = filed(talk), filed(talk, GARBAGE)
    talk.say(f"我要补充编号{code}")
    reply = send(talk, PHOTO)
    assert reply.text.startswith(chat_text.ENCLOSED.split("{", maxsplit=1)[0])
    assert kept(database) == [("lamp.jpg", None, code)]
    with database.reading() as session:
        (sent,) = attachments.of(session, by_code(session, code))
        assert sent.file == "lamp.jpg"
        assert attachments.of(session, by_code(session, other)) == []
        last = by_code(session, code).events[-1]
        assert (last.action, last.words_staff) == ("supplement", chat_text.SENT_MORE)


def test_a_photo_can_be_put_to_the_matter_before_it(talk: Talk, database: Database) -> None:
    code = filed(talk)
    (button,) = send(talk, PHOTO).buttons
    assert (button.title, button.payload) == (chat_text.ENCLOSE_TITLE, f"/enclose {code}")
    assert talk.say(button.payload).question is Question.NOTHING
    assert kept(database) == [("lamp.jpg", None, code)]
    assert talk.say(button.payload).text == chat_text.NO_SUCH_MATTER, "nothing is left to put there"


def test_nothing_is_put_to_another_s_matter_or_to_one_that_has_ended(
    talk: Talk, world: World, dialogue: Dialogue
) -> None:
    code = filed(talk)
    stranger = Talk(dialogue, "stranger", Channel.TELEGRAM)
    send(stranger, PHOTO)
    assert stranger.say(f"/enclose {code}").text == chat_text.NO_SUCH_MATTER
    world.do(UNIT, "answer", code, words="修好了")
    world.do(STAFF, "close", code, note="电话里问过了")
    send(talk, PHOTO)
    assert talk.say(f"/enclose {code}").text == chat_text.NO_SUCH_MATTER
    assert [matter for _, _, matter in kept(world.database)] == [None, None]
