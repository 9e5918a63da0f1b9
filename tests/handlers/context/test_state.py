"""Where conversations stand between two turns, whichever release wrote it: nobody is locked out."""

import json

import pytest
from sqlmodel import select

from data.database import Database
from data.record.conversation import Channel, Conversation, Utterance
from data.record.station import Representative
from handlers.account import chat_link
from handlers.context import state
from handlers.context.draft import Draft
from handlers.conversation.service import Dialogue
from handlers.message import resident_text
from handlers.message.turn import Button, Reply, Turn
from handlers.opinion import receipt
from handlers.opinion.lifecycle import Action
from nlu.context import Question
from nlu.understanding import IntentName
from tests.data.releases.stored import everything
from tests.support.loop import STREET, World
from tests.support.talk import Talk

CODE = receipt.fresh()


def put(database: Database, stored: str, sender: str = "resident") -> None:
    """As if another release had left it there."""
    with database.transaction() as session:
        found = session.exec(select(Conversation).where(Conversation.sender == sender)).one()
        found.state = stored


def shown(database: Database) -> state.State:
    with database.reading() as session:
        return state.load(session.exec(select(Conversation)).one().state)


def test_what_is_written_is_read_back_the_same() -> None:
    left = state.State(
        question=Question.WITHDRAW,
        draft=Draft("路灯坏了", reporter="王", asked=(Question.WHO,), utterances=("t1",)),
        codes=(CODE,),
        target=CODE,
        wish=IntentName.WITHDRAW,
        misses=1,
        wrong_codes=2,
        last=Reply("好的。", "好的。", (Button("对", "对的"),), photos=("lamp.jpg",)),
        intended=state.Intended(Action.PROGRESS, CODE, "明天去看"),
    )
    read = state.read(state.dump(left))
    assert (read.value, read.whole) == (left, True)


def test_whoever_an_earlier_release_left_waiting_goes_on_talking(
    talk: Talk, database: Database
) -> None:
    """Every question, as the first and as the last release left it, is answered."""
    talk.say("你好")
    for question in Question:
        found = [
            each
            for each in everything("conversation.state")
            if json.loads(each)["question"] == question
        ]
        for each in (found[0], found[-1]):
            put(database, each)
            assert not talk.say("对的").text.startswith(resident_text.HELLO_AGAIN)
            assert talk.say("/repeat").text


def test_a_deputy_s_open_step_of_every_release_goes_on(world: World) -> None:
    with world.database.transaction() as session:
        person = Representative(code="R1", name="王代表", station_code=STREET)
        session.add(person)
        session.flush()
        given = chat_link.invite(session, person, world.now)
    dialogue = Dialogue(world.database, world.reader, lambda: world.now)
    talk = Talk(dialogue, "deputy", Channel.TELEGRAM)
    talk.say(f"/bind {given}")
    code = world.file()
    talk.say(f"/claim {code}")
    steps = [each for each in everything("conversation.state") if json.loads(each).get("intended")]
    assert len(steps) > 20
    for stored in steps:
        old = json.loads(stored)["intended"]["code"]
        put(world.database, stored.replace(old, code) if old else stored, "deputy")
        assert resident_text.HELLO_AGAIN not in talk.say("好的").text
    put(world.database, json.dumps({"intended": {"action": "inspect", "code": code}}), "deputy")
    assert talk.say("/mine").text.startswith(resident_text.HELLO_AGAIN)


LATER = {
    "a question": {"question": "which_floor"},
    "a wish": {"wish": "subscribe"},
    "an action": {"intended": {"action": "inspect", "code": CODE, "words": "明天去看"}},
    "a card": {"last": {"text": "好", "say": "好", "card": {"kind": "map", "title": "地图"}}},
    "a shape": {"draft": "楼下的路灯坏了", "last": 7},
    "a version": {"v": 99, "floors": 3},
}


@pytest.mark.parametrize("what", LATER)
def test_a_word_of_a_later_release_locks_nobody_out(
    talk: Talk, database: Database, what: str
) -> None:
    code = talk.file()
    before = json.loads(state.dump(shown(database)))
    put(database, json.dumps(before | LATER[what]))
    assert talk.dialogue.greet(Channel.REST, "resident").text == resident_text.GREETING
    reply = talk.say("你好")
    assert reply.text.startswith(resident_text.HELLO_AGAIN)
    assert shown(database).codes == (code,)
    again = talk.say("我反映的路灯怎么样了")
    assert resident_text.HELLO_AGAIN not in again.text
    assert again.card
    assert again.card.code == receipt.shown(code)
    assert talk.file("紫阳街道弄堂口的垃圾没人收，味道很大") != code


@pytest.mark.parametrize("broken", ["", "{", "null", "[]", "7"])
def test_broken_json_locks_nobody_out_either(talk: Talk, database: Database, broken: str) -> None:
    talk.say("你好")
    put(database, broken)
    assert talk.file()


def test_a_text_that_breaks_off_still_gives_its_codes(talk: Talk, database: Database) -> None:
    code = talk.file()
    whole = state.dump(shown(database))
    put(database, whole[: whole.index(code) + len(code) + 2])
    talk.say("你好")
    assert shown(database).codes == (code,)


def test_nobody_gets_new_tries_at_codes_by_another_release(talk: Talk, database: Database) -> None:
    talk.say("你好")
    put(database, json.dumps({"v": 99, "codes": ["12345678", CODE, 7], "wrong_codes": 5}))
    reply = talk.say(f"编号{receipt.fresh()}怎么样了")
    assert resident_text.CODE_TOO_OFTEN in reply.text
    assert shown(database).codes == (CODE,)


def replied(database: Database, dialogue: Dialogue, stored: str) -> Reply:
    """What a turn hears that comes again, where its reply is of another release."""
    turn = Turn("t", Channel.REST, "resident", "你好")
    dialogue.turn(turn)
    with database.transaction() as session:
        session.exec(select(Utterance)).one().reply = stored
    return dialogue.turn(turn)


def test_a_reply_of_a_later_release_keeps_its_words(database: Database, dialogue: Dialogue) -> None:
    stored = {
        "v": 99,
        "text": "您的编号是 3726 5849",
        "buttons": [{"title": "好", "payload": "好"}, {"picture": "x"}],
        "card": {"kind": "map", "title": "地图"},
        "question": "which_floor",
    }
    reply = replied(database, dialogue, json.dumps(stored))
    assert (reply.text, reply.say) == ("您的编号是 3726 5849", "您的编号是 3726 5849")
    assert [button.payload for button in reply.buttons] == ["好"]
    assert reply.card is None
    assert reply.question is Question.NOTHING


@pytest.mark.parametrize("broken", ["{", '{"v":99}', '{"text":["x"]}', "[1]"])
def test_a_reply_that_is_lost_asks_her_to_say_it_again(
    database: Database, dialogue: Dialogue, broken: str
) -> None:
    assert replied(database, dialogue, broken).text == resident_text.SAY_AGAIN
