"""What earlier releases stored in all columns of JSON, and words of a later one in the loop."""

import json
from pathlib import Path

import pytest
from sqlmodel import select, text

from data.database import Database
from data.record.account import Account, Role
from data.record.conversation import Conversation
from data.record.notice import Notice
from data.record.opinion import Opinion, OpinionState
from handlers.account import accounts
from handlers.account.accounts import Post
from handlers.context import state
from handlers.message import resident_text
from handlers.message.turn import CardKind
from handlers.notification import outbox
from handlers.notification.dispatcher import Dispatcher, OutgoingMessage
from handlers.opinion import deadline, proposal, search
from handlers.opinion.actor import of_account
from handlers.opinion.lifecycle import possible
from handlers.opinion.search import Wanted
from nlu.context import Question
from tests.data.releases.stored import RELEASES, everything, texts
from tests.support.loop import STAFF, STREET, World
from tests.support.talk import Talk


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
