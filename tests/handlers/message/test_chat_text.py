"""What a chat says: every command that is named exists, and every step has its words."""

import re

import pytest

from data.record.conversation import Channel
from data.record.station import Representative
from data.settings import Settings
from handlers.account import chat_link
from handlers.conversation.service import Dialogue
from handlers.message import chat_text
from handlers.message.language import SIMPLIFIED, TRADITIONAL, converted
from handlers.notification import deputy_card
from handlers.opinion.lifecycle import Action
from tests.support.loop import World
from tests.support.talk import Talk


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


@pytest.fixture
def chat(world: World) -> Talk:
    return Talk(Dialogue(world.database, world.reader, lambda: world.now), "her", Channel.TELEGRAM)


@pytest.fixture
def deputy_chat(chat: Talk, world: World) -> Talk:
    """The same chat once it is a deputy's."""
    deputy = world.deputy()
    with world.database.transaction() as session:
        person = session.get_one(Representative, deputy.representative)
        code = chat_link.invite(session, person, world.now)
    assert "绑定好了" in chat.say(f"/bind {code}").text
    return chat


def commands(text: str) -> list[str]:
    found = re.findall(r"/[a-z]+", text)
    assert found
    return found


def test_every_command_in_the_help_of_residents_does_something(chat: Talk) -> None:
    for command in commands(chat_text.HELP):
        assert chat.say(command).text not in (chat_text.UNKNOWN_COMMAND, chat_text.NOT_YOURS)
    assert chat.say("/nonsense").text == chat_text.UNKNOWN_COMMAND


@pytest.mark.parametrize("text", [chat_text.DEPUTY_HELP, chat_text.BOUND])
def test_every_command_in_the_help_of_deputies_does_something(deputy_chat: Talk, text: str) -> None:
    *others, last = commands(text)
    assert last == "/unbind"
    for command in (*others, last):
        said = deputy_chat.say(command).text
        assert said not in (chat_text.UNKNOWN_COMMAND, chat_text.NOT_YOURS)
    assert said == chat_text.UNBOUND


def test_what_only_deputies_can_do_is_told_a_resident_as_such(chat: Talk) -> None:
    for command in set(commands(chat_text.DEPUTY_HELP)) - {"/new"}:
        assert chat.say(command).text == chat_text.NOT_YOURS


def test_every_step_of_a_deputy_is_asked_for_made_sure_and_confirmed() -> None:
    own = set(deputy_card.OWN)
    assert set(chat_text.IN_WHICH_WORDS) == set(chat_text.SURE) == own
    assert set(chat_text.DONE) == {Action.CLAIM, *own}
    for action, text in chat_text.SURE.items():
        assert "{words}" in text, action
        assert text.endswith("？"), action


def test_the_button_of_each_script_is_written_in_it() -> None:
    titles = {language: title for title, language in chat_text.LANGUAGES}
    assert titles == {SIMPLIFIED: "简体字", TRADITIONAL: converted("繁体字", TRADITIONAL)}


def test_the_hours_of_a_digest_are_hours_that_a_deputy_can_choose(deputy_chat: Talk) -> None:
    offered = [button.payload for button in deputy_chat.say("/digest").buttons]
    assert offered == [f"/digest {hour}" for hour in chat_text.DIGEST_HOURS]
    for hour, payload in zip(chat_text.DIGEST_HOURS, offered, strict=True):
        assert deputy_chat.say(payload).text == chat_text.DIGEST_SET.format(hour=hour)
