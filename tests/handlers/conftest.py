"""A conversation with the real dialogue."""

import pytest

from handlers.conversation.service import Dialogue
from tests.support.talk import Talk


@pytest.fixture
def talk(dialogue: Dialogue) -> Talk:
    return Talk(dialogue)
