"""Which matter a deputy means: only where it is sure, and only one that is theirs to see."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from data.record.conversation import Channel
from data.settings import Settings
from handlers.context.draft import Draft
from handlers.context.state import Intended, State
from handlers.context.turn_context import TurnContext
from handlers.deputy.deputy_context import DeputyContext
from handlers.message.turn import Button, Turn
from handlers.opinion import receipt
from handlers.opinion.actor import Actor
from handlers.opinion.lifecycle import Action
from nlu.context import Question
from tests.support.loop import LAMP, NEXT_STREET, UNSURE, World

Turned = Callable[..., DeputyContext]


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


@pytest.fixture
def deputy(world: World) -> Actor:
    return world.deputy()


@pytest.fixture
def turned(world: World, deputy: Actor) -> Iterator[Turned]:
    """A turn of the deputy, as things stand when somebody asks for it."""
    with ExitStack() as opened:

        def turn(quoted: str | None = None, state: State | None = None) -> DeputyContext:
            session = opened.enter_context(world.database.reading())
            said = Turn("t", Channel.TELEGRAM, "d", "明天去看", quoted=quoted)
            talk = world.talk("d", Channel.TELEGRAM, "d")
            hear = world.reader.understand
            heard = hear(said.text)
            context = TurnContext(session, talk, state or State(), said, heard, hear, world.now)
            return DeputyContext(context, deputy)

        yield turn


def claimed(world: World, deputy: Actor, text: str = LAMP) -> str:
    code = world.file(text)
    world.do(deputy, "claim", code)
    return code


def meant(chat: DeputyContext) -> str | None:
    return chat.meant.code if chat.meant else None


def test_theirs_is_what_they_claimed_and_did_not_end(
    world: World, deputy: Actor, turned: Turned
) -> None:
    world.later(days=1)
    late = claimed(world, deputy)
    world.now = world.now.replace(day=5)
    soon, ended = claimed(world, deputy), claimed(world, deputy)
    claimed(world, world.deputy("李代表"))
    world.do(deputy, "release", ended, reason="不归我管")
    chat = turned()
    assert chat.text == "明天去看"
    assert [each.code for each in chat.own] == [soon, late], "what is due first comes first"


def test_the_only_one_is_meant_and_of_two_none(world: World, deputy: Actor, turned: Turned) -> None:
    assert meant(turned()) is None
    first = claimed(world, deputy)
    assert meant(turned()) == first
    claimed(world, deputy, UNSURE)
    assert meant(turned()) is None


def test_the_last_that_was_spoken_of_and_before_it_the_one_replied_to(
    world: World, deputy: Actor, turned: Turned
) -> None:
    first, second = claimed(world, deputy), claimed(world, deputy, UNSURE)
    assert meant(turned(state=State(target=second))) == second
    card = f"【{receipt.shown(first)}】这件归您了"
    assert meant(turned(quoted=card, state=State(target=second))) == first
    assert meant(turned(quoted="您好，我是小清。", state=State(target=second))) == second


def test_what_is_not_theirs_to_see_is_not_found(
    world: World, deputy: Actor, turned: Turned
) -> None:
    far = world.file("小营街道的路灯坏了", NEXT_STREET)
    near = world.file()
    chat = turned(quoted=f"【{receipt.shown(far)}】")
    assert chat.quoted is None
    assert chat.found(far) is None
    assert (chat.found(None), chat.found("12345678")) == (None, None)
    found = chat.found(near)
    assert found
    assert found.code == near


def test_an_answer_closes_what_was_open_unless_it_opens_it(turned: Turned) -> None:
    step = Intended(Action.ASK, "12345674", "是哪一盏")
    chat = turned(
        state=State(question=Question.WHO, draft=Draft("路灯坏了"), misses=2, intended=step)
    )
    calm = chat.respond("好的。", [Button("对", "对的")])
    assert (calm.state.question, calm.state.misses, calm.state.intended) == (
        Question.NOTHING,
        0,
        None,
    )
    assert calm.reply.buttons == (Button("对", "对的"),)
    kept = chat.respond("问吗？", intended=step, target="12345674")
    assert (kept.state.intended, kept.state.target) == (step, "12345674")
