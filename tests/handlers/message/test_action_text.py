"""The Chinese names of actions: each has one, none has two, and no name means two."""

from collections import defaultdict

import pytest

from bot import api_text
from bot.console import console_text
from handlers.action.perform import ACTIONS
from handlers.message import chat_text, notice_text, resident_text
from handlers.message.action_text import HISTORY, NAMES, ActionName
from handlers.notification import deputy_card
from handlers.opinion.lifecycle import Action


def test_every_action_has_a_name() -> None:
    assert list(NAMES) == list(Action)
    assert all(name.done for name in NAMES.values())


def test_no_name_means_two_actions() -> None:
    meant = defaultdict(set)
    for action, name in NAMES.items():
        for word in (name.done, name.button, name.chat_button):
            meant[word].add(action)
    assert {word: actions for word, actions in meant.items() if len(actions) > 1} == {}


@pytest.mark.parametrize("name", NAMES.values(), ids=list(NAMES))
def test_a_button_says_the_name_and_at_most_a_few_words_more(name: ActionName) -> None:
    for button in (name.button, name.chat_button):
        letters = iter(button)
        assert all(letter in letters for letter in name.done), button


def test_api_console_and_chat_say_the_same() -> None:
    named = {"file": "收到", **{str(a): n.done for a, n in NAMES.items()}}
    assert named == HISTORY
    assert {word: api_text.action(word) for word in named} == named
    for action in ACTIONS:
        assert console_text.DO[action] == NAMES[action].button
    for action in (Action.CLAIM, *deputy_card.OWN):
        assert chat_text.TITLES[action] == NAMES[action].chat_button


def test_a_deputy_gives_back_and_only_a_return_is_called_return() -> None:
    for table in (chat_text.IN_WHICH_WORDS, chat_text.SURE, chat_text.DONE):
        assert "放" in table[Action.RELEASE]
    said = {
        f"{module.__name__}.{name}": text
        for module in (chat_text, resident_text, notice_text)
        for name, text in vars(module).items()
        if isinstance(text, str) and "退回" in text
    }
    assert {name.rpartition(".")[2] for name in said} == {"BACK_TO_DESK", "RETURNED_BY"}
