"""Whose door it is that somebody's code opens."""

import pytest
from sqlmodel import Session

from data.database import Database
from data.record.conversation import Channel, Conversation
from data.record.station import Representative
from data.settings import Settings
from handlers.account import qr_code
from handlers.context.draft import Draft
from handlers.context.state import State
from handlers.dialogue.welcome import welcome
from handlers.message import chat_text
from handlers.opinion.actor import Actor
from nlu.context import Question
from tests.support.loop import NEXT_STREET, STREET, World


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


def talk(world: World, **more: object) -> Conversation:
    """Somebody's conversation, of no station yet unless it is said."""
    return world.talk("hers", Channel.TELEGRAM, "her", **more)


def token(
    session: Session, world: World, station: str = STREET, deputy: Actor | None = None
) -> str:
    """What the QR picture of a door holds."""
    person = session.get(Representative, deputy.representative) if deputy else None
    return qr_code.token(qr_code.standing(session, station, person, world.now))


def test_a_station_s_code_says_where_she_is(world: World) -> None:
    conversation = talk(world)
    with world.database.transaction() as session:
        reply = welcome(session, conversation, token(session, world), State()).reply
    assert "清波街道" in reply.text
    assert (conversation.station_code, conversation.representative_id) == (STREET, None)


def test_a_deputy_s_code_says_who_will_hear_it(world: World) -> None:
    deputy, conversation = world.deputy("李代表"), talk(world)
    with world.database.transaction() as session:
        scanned = token(session, world, STREET, deputy)
        reply = welcome(session, conversation, scanned, State()).reply
    assert "李代表（" in reply.text
    assert "清波街道" in reply.text
    assert conversation.station_code == STREET
    assert conversation.representative_id == deputy.representative


def test_the_last_code_counts(world: World) -> None:
    deputy, conversation = world.deputy(), talk(world)
    with world.database.transaction() as session:
        for scanned in (
            token(session, world, STREET, deputy),
            token(session, world, NEXT_STREET),
        ):
            welcome(session, conversation, scanned, State())
    assert (conversation.station_code, conversation.representative_id) == (NEXT_STREET, None)


@pytest.mark.parametrize("fault", ["forged", "revoked", "of another door"])
def test_a_code_that_does_not_hold_ties_nothing(world: World, fault: str) -> None:
    conversation = talk(world, station_code=NEXT_STREET)
    with world.database.transaction() as session:
        scanned = token(session, world)
        if fault == "forged":
            scanned = scanned[:-1] + ("A" if scanned[-1] != "A" else "B")
        elif fault == "revoked":
            qr_code.revoke(qr_code.standing(session, STREET, None, world.now), world.now)
        else:
            scanned = scanned.replace("st_", "rep_")
        reply = welcome(session, conversation, scanned, State()).reply
    assert reply.text == chat_text.CODE_REVOKED
    assert reply.buttons, "she can talk all the same"
    assert (conversation.station_code, conversation.representative_id) == (NEXT_STREET, None)


@pytest.mark.parametrize("holds", [True, False])
def test_what_was_being_told_ends_and_her_receipts_stay(
    world: World, database: Database, holds: bool
) -> None:
    before = State(Question.WHERE, Draft("路灯坏了"), codes=("37265849",), target="37265849")
    with database.transaction() as session:
        scanned = token(session, world) if holds else "st_1_x"
        after = welcome(session, talk(world), scanned, before).state
    assert after == State(codes=("37265849",))
