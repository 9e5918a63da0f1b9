"""What earlier releases stored, and a later one, in the hands of the real dialogue."""

import json
from pathlib import Path

import pytest
from sqlmodel import select, text

from data.database import Database
from data.record.account import Account, Role
from data.record.conversation import Channel, Conversation, Utterance
from data.record.notice import Notice
from data.record.opinion import Opinion, OpinionState
from data.record.station import Representative
from handlers.account import accounts, chat_link
from handlers.account.accounts import Post
from handlers.context import state
from handlers.conversation.service import Dialogue
from handlers.message import resident_text
from handlers.message.turn import CardKind, Reply, Turn
from handlers.notification import outbox
from handlers.notification.dispatcher import Dispatcher, OutgoingMessage
from handlers.opinion import deadline, proposal, receipt, search
from handlers.opinion.actor import of_account
from handlers.opinion.lifecycle import possible
from handlers.opinion.search import Wanted
from nlu.context import Question
from tests.support.loop import STAFF, STREET, World
from tests.support.talk import Talk

RELEASES = sorted((Path(__file__).parents[2] / "data" / "releases").glob("*.json"))
CODE = receipt.fresh()


def texts(column: str, file: Path) -> list[str]:
    return list(json.loads(file.read_text("utf-8")).get(column, ()))


def everything(column: str) -> list[str]:
    return [each for file in RELEASES for each in texts(column, file)]


def holds(now: object, before: object) -> bool:
    """Whether everything that was there is there still."""
    if isinstance(now, dict) and isinstance(before, dict):
        return all(key in now and holds(now[key], value) for key, value in before.items())
    if isinstance(now, list) and isinstance(before, list):
        return len(now) == len(before) and all(map(holds, now, before))
    return now == before


def test_every_release_left_something() -> None:
    assert [file.stem for file in RELEASES] == ["0001", "0002", "0003", "0004", "0005", "0006"]
    assert {json.loads(each)["question"] for each in everything("conversation.state")} == set(
        Question
    )
    assert len(everything("utterance.reply")) > 100
    assert len(everything("opinion.proposal")) > 10
    assert len(everything("notice.buttons")) > 5


@pytest.mark.parametrize("file", RELEASES, ids=lambda file: file.stem)
def test_what_an_earlier_release_stored_is_read_whole(file: Path) -> None:
    for stored in texts("conversation.state", file):
        read = state.read(stored)
        assert read.whole, stored
        assert holds(json.loads(state.dump(read.value)), json.loads(stored)), stored
        assert json.loads(state.dump(read.value))["v"] == 1
    for stored in texts("utterance.reply", file):
        again = json.loads(state.dump_reply(state.load_reply(stored)))
        assert holds(again, json.loads(stored)), stored
    for stored in texts("opinion.proposal", file):
        again = json.loads(proposal.dump(proposal.load(stored)))
        assert holds(again, json.loads(stored)), stored
    for stored in texts("notice.buttons", file):
        payloads = [each.payload for each in outbox.load_buttons(stored)]
        assert payloads == [each["payload"] for each in json.loads(stored)], stored


@pytest.fixture
def talk(dialogue: Dialogue) -> Talk:
    return Talk(dialogue)


def put(database: Database, stored: str, sender: str = "resident") -> None:
    """As if another release had left it there."""
    with database.transaction() as session:
        found = session.exec(select(Conversation).where(Conversation.sender == sender)).one()
        found.state = stored


def shown(database: Database) -> state.State:
    with database.reading() as session:
        return state.load(session.exec(select(Conversation)).one().state)


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


def test_a_proposal_of_a_later_release_is_read_in_part() -> None:
    (stored, *_) = [each for each in everything("opinion.proposal") if json.loads(each)["duties"]]
    shape = json.loads(stored)
    shape["duties"].append(shape["duties"][0] | {"level": "province"})
    found = proposal.load(json.dumps(shape | {"sure": True}))
    assert not found.sure
    assert len(found.duties) == len(shape["duties"]) - 1
    assert found.topics
    assert proposal.load("{") == proposal.Proposal()


def test_a_notice_with_buttons_of_a_later_release_is_delivered_without_them(world: World) -> None:
    code = world.file()
    with world.database.transaction() as session:
        for each in session.exec(select(Notice)):
            each.buttons = '{"v": 99, "items": [{"picture": "x"}]}'
    carried: list[OutgoingMessage] = []

    class WorkerConnection:
        def carry(self, outgoing: OutgoingMessage) -> None:
            carried.append(outgoing)

    Dispatcher(world.database, {"rest": WorkerConnection()}, lambda: world.now).round()
    assert [outgoing.buttons for outgoing in carried] == [()]
    assert world.notices(code, "resident")[0].ended_at


def test_a_state_of_a_later_release_stays_what_it_is(world: World) -> None:
    code, other = world.file(), world.file()
    with world.database.transaction() as session:
        session.exec(text("UPDATE opinion SET state='inspected', \"limit\"='x' WHERE id=1"))  # type: ignore[call-overload]
        session.exec(text("UPDATE conversation SET channel='lift' WHERE id='c-1'"))  # type: ignore[call-overload]
    with world.database.transaction() as session:
        found = {each.code: each for each in session.exec(select(Opinion)).all()}
        assert found[code].state == "inspected"
        assert found[code].state not in set(OpinionState)
        assert possible(found[code], STAFF) == ()
        assert possible(found[other], STAFF)
        assert deadline.running(found[code]).name == "general"
        found[code].urged = 1
        session.add(found[code])
    with world.database.reading() as session:
        again = session.exec(select(Opinion.state, Opinion.urged).where(Opinion.code == code)).one()
        assert again == ("inspected", 1)
        assert {each.channel for each in session.exec(select(Conversation)).all()} == {
            "rest",
            "lift",
        }


def test_a_role_of_a_later_release_sees_nothing(world: World) -> None:
    world.file()
    with world.database.transaction() as session:
        accounts.add_person(session, "小陈", Post(Role.STAFF, STREET), "correct horse", world.now)
        session.exec(text("UPDATE account SET role='auditor'"))  # type: ignore[call-overload]
    with world.database.reading() as session:
        acting = of_account(session, session.exec(select(Account)).one())
        assert not acting.is_staff
        assert search.find(session, acting, Wanted()) == []
        assert possible(session.exec(select(Opinion)).one(), acting) == ()


def test_a_resident_hears_of_a_state_of_a_later_release(talk: Talk, database: Database) -> None:
    talk.file()
    with database.transaction() as session:
        session.exec(text("UPDATE opinion SET state='inspected'"))  # type: ignore[call-overload]
    reply = talk.say("我反映的路灯怎么样了")
    assert resident_text.UNDER_WAY in reply.text
    assert reply.card
    assert reply.card.kind is CardKind.STATUS
