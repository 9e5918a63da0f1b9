"""A deputy's chat: tied by a code that holds once and for a day, one chat a channel."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlmodel import Session, select

from data.database import Database
from data.record.code import Binding, Invitation
from data.record.conversation import Channel
from data.record.station import Representative
from handlers.account import chat_link
from tests.support.loop import STREET

MORNING = datetime(2026, 3, 5, 0, 30, tzinfo=UTC)
CHAT, OTHER = "4242", "777"


def person(session: Session, name: str = "王代表") -> Representative:
    """A deputy of the street."""
    found = session.exec(select(Representative).where(Representative.name == name)).first()
    if found:
        return found
    deputy = Representative(code=f"R-{name}", name=name, station_code=STREET)
    session.add(deputy)
    session.flush()
    return deputy


def invited(database: Database, name: str = "王代表") -> str:
    with database.transaction() as session:
        return chat_link.invite(session, person(session, name), MORNING)


def bound(
    database: Database,
    code: str,
    address: str = CHAT,
    channel: Channel = Channel.TELEGRAM,
    after: timedelta = timedelta(),
) -> bool:
    with database.transaction() as session:
        return bool(chat_link.bind(session, channel, address, code, MORNING + after))


def whose(database: Database, address: str, channel: Channel = Channel.TELEGRAM) -> str | None:
    """The name of the deputy whose chat it is."""
    with database.reading() as session:
        found = chat_link.of_chat(session, channel, address)
        return session.get_one(Representative, found.representative_id).name if found else None


def test_a_code_ties_a_chat_once(database: Database) -> None:
    code = invited(database)
    assert bound(database, code)
    assert whose(database, CHAT) == "王代表"
    assert not bound(database, code, OTHER)
    assert whose(database, OTHER) is None
    with database.reading() as session:
        assert session.exec(select(Invitation)).one().used_at == MORNING
        assert session.exec(select(Binding)).one().made_at == MORNING


def test_a_code_holds_for_a_day(database: Database) -> None:
    code = invited(database)
    assert not bound(database, code, after=timedelta(days=1))
    assert bound(database, code, after=timedelta(days=1, seconds=-1))


def test_a_new_code_ends_the_one_before_it_but_nobody_else_s(database: Database) -> None:
    old, neighbour = invited(database), invited(database, "李代表")
    new = invited(database)
    assert not bound(database, old)
    assert bound(database, new)
    assert bound(database, neighbour, OTHER)


def test_a_code_may_be_typed_as_it_is_read(database: Database) -> None:
    code = invited(database)
    assert not bound(database, code[:-1])
    assert bound(database, f" {code[:5].lower()}-{code[5:].lower()} ")


def test_only_its_digest_is_kept(database: Database) -> None:
    code = invited(database)
    with database.reading() as session:
        assert code not in session.exec(select(Invitation)).one().model_dump_json()


@pytest.mark.parametrize("channel", [Channel.KIOSK, Channel.REST])
def test_a_door_that_people_share_is_nobody_s_chat(database: Database, channel: Channel) -> None:
    code = invited(database)
    assert not bound(database, code, channel=channel)
    assert bound(database, code)
    assert whose(database, CHAT, channel) is None


def test_a_deputy_has_one_chat_a_channel_and_a_chat_one_deputy(database: Database) -> None:
    assert bound(database, invited(database))
    assert bound(database, invited(database), CHAT, Channel.CALLBACK)
    assert bound(database, invited(database), OTHER)
    assert whose(database, CHAT) is None, "moved to the other chat"
    assert whose(database, CHAT, Channel.CALLBACK) == "王代表"
    assert bound(database, invited(database, "李代表"), OTHER)
    assert whose(database, OTHER) == "李代表"
    with database.reading() as session:
        number = person(session).id
        assert number
        chats = chat_link.chats_of(session, number)
        assert [(chat.channel, chat.address) for chat in chats] == [(Channel.CALLBACK, CHAT)]


def test_in_their_chat_a_deputy_acts_and_elsewhere_nobody(database: Database) -> None:
    assert bound(database, invited(database))
    with database.reading() as session:
        acting = chat_link.deputy(session, Channel.TELEGRAM, CHAT)
        assert acting
        assert acting.representative == person(session).id
        assert acting.stations == {STREET}
        assert chat_link.deputy(session, Channel.TELEGRAM, OTHER) is None
