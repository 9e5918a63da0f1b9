"""Everything that is neither filing nor a filed matter: greeting, thanks, help, and not knowing."""

from dataclasses import replace

from data.record.conversation import Door
from handlers.context.draft import Draft
from handlers.context.state import State
from handlers.context.turn_context import Scene, Step, menu, step
from handlers.message import resident_text
from handlers.message.turn import Button, Failure
from nlu.context import Question

_MISSES_BEFORE_A_PERSON = 3


def greeting() -> Step:
    """How a conversation begins."""
    return step(State(), resident_text.GREETING, buttons=menu())


def greet(scene: Scene) -> Step:
    """A greeting in return."""
    return step(scene.state, resident_text.GREETING_AGAIN, buttons=menu())


def thank(scene: Scene) -> Step:
    """You are welcome."""
    return step(scene.state, resident_text.THANKS, buttons=menu(), ended=True)


def repeat(scene: Scene) -> Step:
    """The last answer once more, the open question unchanged."""
    last = scene.state.last
    if not last:
        return step(scene.state, resident_text.NOTHING_SAID_YET, buttons=menu())
    return Step(scene.state, last)


def restart(scene: Scene) -> Step:
    """From the beginning. At a kiosk the next person may stand there: she hears nothing
    of what was filed before. In a chat it is still the same person."""
    shared = scene.conversation.door is Door.KIOSK
    state = State() if shared else State(codes=scene.state.codes)
    return step(state, resident_text.RESTARTED, buttons=menu())


def cancel(scene: Scene) -> Step:
    """Drop what is being told. What was said stays on record all the same."""
    state = replace(scene.state, draft=None, target=None, misses=0)
    return step(
        state,
        resident_text.CANCELLED if scene.state.draft else resident_text.NOTHING_TO_CANCEL,
        buttons=menu(),
    )


def wait(scene: Scene) -> Step:
    """No hurry; everything stays as it is."""
    return _aside(scene, resident_text.NO_HURRY)


def introduce(scene: Scene) -> Step:
    """Who speaks here; then the open question again."""
    return _aside(scene, resident_text.INTRODUCTION)


def explain(scene: Scene) -> Step:
    """Why this is asked; then the question again."""
    return _aside(scene, resident_text.REASONS[scene.state.question])


def _aside(scene: Scene, text: str) -> Step:
    """A word in between: the open question, its buttons and its card stay. She may not have
    written the code down yet."""
    state = scene.state
    card = state.last.card if state.last else None
    return step(state, text, buttons=_last_buttons(state), card=card, question=state.question)


def human(scene: Scene) -> Step:
    """Ask staff to come; the story so far and the open question stay."""
    scene.conversation.person_wanted_at = scene.now
    state = replace(scene.state, misses=0)
    return _aside(scene.having(state), resident_text.HUMAN)


def ask(scene: Scene) -> Step:
    """A question that we cannot answer reliably: offer to write it down for staff."""
    buttons = (
        Button(resident_text.ASK_TITLE, resident_text.ASK_YES),
        Button(resident_text.HUMAN_TITLE, "/human"),
    )
    draft = Draft().tell(scene.turn.text).learn(scene.heard).of(scene.turn.id)
    state = replace(scene.state, draft=draft, misses=0)
    return step(state, resident_text.ASK, buttons=buttons, question=Question.KEEP)


def legislation(scene: Scene) -> Step:
    """Advice on a rule: hear it out, as a matter of its own."""
    return step(scene.state, resident_text.LEGISLATION, question=Question.WHAT)


def out_of_scope(scene: Scene) -> Step:
    """Not our field."""
    return _puzzled(scene, resident_text.OUT_OF_SCOPE)


def foreign(scene: Scene) -> Step:
    """Another language: a person may speak it."""
    person = Button(resident_text.HUMAN_TITLE, "/human")
    return step(
        scene.state, resident_text.FOREIGN, buttons=(person,), question=scene.state.question
    )


def missed(scene: Scene) -> Step:
    """A spoken turn without text: say why, offer to repeat or type, then a person."""
    failure = scene.turn.failure or Failure.NOTHING_HEARD
    return _puzzled(scene, resident_text.MISSED[failure])


def _puzzled(scene: Scene, text: str) -> Step:
    """One more turn without sense; the open question stays open, and so do its buttons."""
    state = replace(scene.state, misses=scene.state.misses + 1)
    if state.misses < _MISSES_BEFORE_A_PERSON:
        card = state.last.card if state.last and state.question is Question.CONFIRM else None
        return step(state, text, buttons=_last_buttons(state), card=card, question=state.question)
    person = Button(resident_text.HUMAN_TITLE, "/human")
    return step(state, resident_text.OFFER_HUMAN, buttons=(person,), question=state.question)


def _last_buttons(state: State) -> tuple[Button, ...]:
    return state.last.buttons if state.last else menu()
