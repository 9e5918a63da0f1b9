"""What answers a turn: state and reply never disagree on what is open."""

from datetime import UTC, datetime

import pytest

from data.database import Database
from data.record.conversation import Channel, Conversation
from data.settings import Settings
from handlers.context.draft import Draft
from handlers.context.state import State
from handlers.context.turn_context import TurnContext, menu, respond
from handlers.message import resident_text
from handlers.message.turn import Button, Card, CardKind, Command, Turn
from nlu.context import Question
from nlu.understander import Understander
from nlu.understanding import IntentName

NOW = datetime(2026, 3, 5, 2, 30, tzinfo=UTC)


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


def test_state_and_reply_agree_on_the_open_question() -> None:
    before = State(question=Question.WHO, codes=("12345674",), misses=2)
    taken = respond(before, "在哪里？", question=Question.WHERE)
    assert taken.state.question is taken.reply.question is Question.WHERE
    assert (taken.state.codes, taken.state.misses) == (("12345674",), 2)
    closed = respond(before, "好的。")
    assert closed.state.question is closed.reply.question is Question.NOTHING


def test_what_is_written_is_said_unless_it_is_said_in_other_words() -> None:
    card = Card(CardKind.RECEIPT, "您的编号", code="1234 5674")
    tap = Button("对", "对的")
    taken = respond(State(), "编号 1234", say="编号一二三四", buttons=(tap,), card=card)
    assert (taken.reply.text, taken.reply.say) == ("编号 1234", "编号一二三四")
    assert (taken.reply.buttons, taken.reply.card) == ((tap,), card)
    assert respond(State(), "好的。").reply.say == "好的。"


def test_the_last_word_of_a_visit_changes_nothing_else() -> None:
    taken = respond(State(draft=Draft("路灯坏了")), "再见。")
    ended = taken.ending()
    assert (taken.reply.ended, ended.reply.ended) == (False, True)
    assert (ended.state, ended.reply.text) == (taken.state, taken.reply.text)


def test_the_same_turn_in_another_state(database: Database, reader: Understander) -> None:
    talk = Conversation(
        id="c", channel=Channel.REST, sender="she", state="{}", started_at=NOW, touched_at=NOW
    )
    turn = Turn("t", Channel.REST, "she", "对的")
    with database.reading() as session:
        context = TurnContext(
            session, talk, State(), turn, reader.understand("对的"), reader.understand, NOW
        )
        other = context.having(State(question=Question.CONFIRM))
    assert (context.state.question, other.state.question) == (Question.NOTHING, Question.CONFIRM)
    assert (other.turn, other.now, other.session) == (turn, NOW, session)


def test_the_menu_says_what_the_dialogue_understands(reader: Understander) -> None:
    file, status, person = menu()
    assert [each.title for each in (file, status, person)] == [
        resident_text.FILE_TITLE,
        resident_text.STATUS_TITLE,
        resident_text.HUMAN_TITLE,
    ]
    assert reader.understand(status.payload).intent.name is IntentName.QUERY_STATUS
    assert reader.understand(file.payload).intent.name is IntentName.FILE_OPINION
    assert person.payload == Command.HUMAN
