"""Deputies in chats of their own, beside the small world of the loop."""

from collections.abc import Callable

import pytest

from data.record.conversation import Channel
from data.record.station import Representative
from handlers.account import chat_link
from handlers.conversation.service import Dialogue
from tests.support.loop import STREET, World
from tests.support.talk import Talk

Chat = Callable[..., Talk]


@pytest.fixture
def chat(world: World) -> Chat:
    """A new deputy of a station, in a chat that is theirs."""

    def opened(name: str = "王代表", station: str = STREET) -> Talk:
        acting = world.deputy(name, station)
        talk = Talk(
            Dialogue(world.database, world.reader, lambda: world.now), name, Channel.TELEGRAM
        )
        with world.database.transaction() as session:
            person = session.get_one(Representative, acting.representative)
            code = chat_link.invite(session, person, world.now)
            assert chat_link.bind(session, talk.channel, talk.sender, code, world.now)
        return talk

    return opened
