"""Whole conversations, with the real engine and the real database."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlmodel import select

from data.database import Database, open_database
from data.record.conversation import Channel, Utterance, UtteranceState
from data.record.opinion import OpinionEvent, OpinionState
from data.settings import Settings
from handlers.conversation.service import Dialogue, TooLongError, UnknownConversationError
from handlers.message import resident_text
from handlers.message.turn import CardKind, Reply, Turn
from handlers.opinion import receipt
from nlu.context import Context, Question
from nlu.understander import Understander
from nlu.understanding import Understanding
from tests.handlers.conversation.seen import opinions, value
from tests.support.talk import Talk


def test_an_opinion_from_the_first_word_to_the_receipt(talk: Talk, database: Database) -> None:
    reply = talk.say("我要反映一个问题")
    assert reply.question is Question.WHAT
    reply = talk.say("我们楼下的路灯坏了两个星期了，晚上老人走路很不安全")
    assert reply.question is Question.WHERE
    reply = talk.say("清波街道三幢楼下")
    assert reply.question is Question.WHO
    reply = talk.say("我姓王")
    assert reply.question is Question.PHONE
    reply = talk.say("一三五八八一二三四五六")
    assert reply.question is Question.CONFIRM
    assert "两个星期" in value(reply, resident_text.MATTER_LABEL)
    assert "清波街道" in value(reply, resident_text.PLACE_LABEL)
    assert value(reply, resident_text.PHONE_LABEL) == "13588123456"
    assert not opinions(database)
    reply = talk.say("对的，就是这样")
    assert reply.card
    assert reply.card.kind is CardKind.RECEIPT
    assert reply.card.code
    (filed,) = opinions(database)
    assert receipt.shown(filed.code) == reply.card.code
    assert filed.state is OpinionState.ASSIGNED
    assert filed.unit == "清波街道城市管理科"
    assert filed.place_code == "330102001"
    assert filed.phone == "13588123456"
    assert filed.topic_name
    with database.reading() as session:
        events = session.exec(select(OpinionEvent).order_by(OpinionEvent.id)).all()  # type: ignore[arg-type]
        said = session.exec(select(Utterance)).all()
    assert [(event.actor, event.action) for event in events] == [
        ("resident", "file"),
        ("clock", "assign"),
    ]
    assert all(utterance.opinion_id == filed.id for utterance in said)
    assert len(said) == 6


def test_a_turn_that_arrives_twice_is_done_once(dialogue: Dialogue, database: Database) -> None:
    talk = Talk(dialogue)
    talk.say("清波街道三幢楼下的路灯坏了，我姓李，电话13900001111")
    yes = Turn(id="yes", channel=Channel.REST, sender="resident", text="对的")
    first = dialogue.turn(yes)
    assert first.card
    assert dialogue.turn(yes) == first
    assert len(opinions(database)) == 1
    other = Turn(id="yes", channel=Channel.REST, sender="someone else", text="你好")
    assert dialogue.turn(other) != first


def test_two_tabs_on_one_conversation(dialogue: Dialogue, database: Database) -> None:
    talk = Talk(dialogue)
    talk.say("清波街道三幢楼下的路灯坏了，我姓李，电话13900001111")
    replies: list[Reply] = []

    def confirm(tab: int) -> None:
        turn = Turn(id=f"tab-{tab}", channel=Channel.REST, sender="resident", text="对的")
        replies.append(dialogue.turn(turn))

    tabs = [threading.Thread(target=confirm, args=(n,)) for n in range(4)]
    for tab in tabs:
        tab.start()
    for tab in tabs:
        tab.join()
    assert len(replies) == 4
    assert len(opinions(database)) == 1
    # Whoever says yes once more sees the same receipt.
    assert len({reply.card and reply.card.code for reply in replies}) == 1


def test_the_conversation_survives_a_restart(
    settings: Settings, reader: Understander, tmp_path: Path
) -> None:
    Talk(Dialogue(open_database(settings), reader)).say("楼下的路灯坏了两个星期了")
    later = Talk(Dialogue(open_database(settings), reader))
    later._numbers = iter(range(100, 200))  # type: ignore[assignment]
    assert later.say("清波街道").question is Question.WHO


@pytest.mark.parametrize(
    "text",
    [
        "😀😀😀",
        "'; DROP TABLE opinion; --",
        "<script>alert(1)</script>",
        "\x00\x01\x02\x1b[31m",
        "The street lamp in front of number five is broken.",
        "ありがとうございます",
        "路灯坏了" * 2_500,
        " \n\t ",
        "\ud800",
    ],
)
def test_whatever_is_typed_gets_an_answer(talk: Talk, text: str) -> None:
    assert talk.say(text).text
    assert talk.say("清波街道三幢楼下的路灯坏了").text


def test_what_is_far_too_long_is_refused_whole(talk: Talk, database: Database) -> None:
    with pytest.raises(TooLongError):
        talk.say("路" * 20_000)
    assert talk.say("你好").text


def test_sound_is_noted_before_it_is_stored(dialogue: Dialogue, database: Database) -> None:
    sender, _ = dialogue.begin(Channel.KIOSK)
    assert dialogue.recording(Channel.KIOSK, sender, "u1", "u1.s16le") is None
    with database.reading() as session:
        noted = session.exec(select(Utterance)).one()
    assert (noted.state, noted.audio) == (UtteranceState.RECORDING, "u1.s16le")
    turn = Turn(id="u1", channel=Channel.KIOSK, sender=sender, text="你好", spoken=True)
    reply = dialogue.turn(turn)
    assert dialogue.recording(Channel.KIOSK, sender, "u1", "u1.s16le") == reply
    with pytest.raises(UnknownConversationError):
        dialogue.recording(Channel.KIOSK, "nobody", "u2", "u2.s16le")


def test_what_was_heard_first_stays_beside_what_was_meant(
    dialogue: Dialogue, database: Database
) -> None:
    turn = Turn("t1", Channel.KIOSK, "k1", "饭店的油烟很大", spoken=True, original="饭店的有烟很大")
    dialogue.turn(turn)
    with database.reading() as session:
        utterance = session.exec(select(Utterance)).one()
    assert (utterance.transcript, utterance.original) == ("饭店的油烟很大", "饭店的有烟很大")


class Slow:
    """An understander that takes its time, in which somebody else files something."""

    def __init__(self, reader: Understander, meanwhile: Callable[[], object]) -> None:
        self._reader = reader
        self._meanwhile = meanwhile
        self.read_again: list[Question] = []

    def understand_here(self, text: str, context: Context | None = None) -> Understanding:
        self.read_again.append(context.question if context else Question.NOTHING)
        return self._reader.understand_here(text, context)

    def understand(self, text: str, context: Context | None = None) -> Understanding:
        with ThreadPoolExecutor(1) as other:
            other.submit(self._meanwhile).result(timeout=20)
        return self._reader.understand(text, context)


def test_while_one_is_being_understood_others_are_answered(
    database: Database, reader: Understander
) -> None:
    other = Talk(Dialogue(database, reader), "somebody else")
    slow = Slow(reader, lambda: other.say("您好"))
    reply = Talk(Dialogue(database, slow), "she").say("清波街道柳浪社区的路灯坏了")  # type: ignore[arg-type]
    assert reply.question is Question.WHO


def test_a_turn_that_another_overtook_is_read_with_the_question_that_is_open_now(
    database: Database, reader: Understander
) -> None:
    dialogue = Dialogue(database, reader)
    she = Talk(dialogue, "she")
    she.say("清波街道柳浪社区的路灯坏了")
    slow = Slow(reader, lambda: she.say("不留"))
    late = Turn(id="late", channel=she.channel, sender="she", text="对的")
    reply = Dialogue(database, slow).turn(late)  # type: ignore[arg-type]
    assert slow.read_again[0] is Question.CONFIRM
    assert reply.card
    assert reply.card.kind is CardKind.RECEIPT
