"""Everything that is neither filing nor a filed matter: greeting, thanks, help, and not knowing."""

from dataclasses import replace

from data.record.conversation import Channel
from handlers.context.draft import Draft
from handlers.context.state import State
from handlers.context.turn_context import TurnContext, TurnResult, menu, respond
from handlers.desk import handoff
from handlers.message import resident_text
from handlers.message.turn import Button, Failure
from nlu.context import Question

_MISSES_BEFORE_A_PERSON = 3


def greeting() -> TurnResult:
    """How a conversation begins."""
    return respond(State(), resident_text.GREETING, buttons=menu())


def hello_again(taken: TurnResult) -> TurnResult:
    """The step after a hello, where what was open belonged to another release."""
    reply = taken.reply
    text, say = f"{resident_text.HELLO_AGAIN}\n{reply.text}", resident_text.HELLO_AGAIN + reply.say
    return TurnResult(taken.state, replace(reply, text=text, say=say))


def greet(context: TurnContext) -> TurnResult:
    """A greeting in return."""
    return respond(context.state, resident_text.GREETING_AGAIN, buttons=menu())


def thank(context: TurnContext) -> TurnResult:
    """You are welcome."""
    return respond(context.state, resident_text.THANKS, buttons=menu()).ending()


def repeat(context: TurnContext) -> TurnResult:
    """The last answer once more, the open question unchanged."""
    last = context.state.last
    if not last:
        return respond(context.state, resident_text.NOTHING_SAID_YET, buttons=menu())
    return TurnResult(context.state, last)


def restart(context: TurnContext) -> TurnResult:
    """From the beginning. At a kiosk the next person may stand there: she hears nothing
    of what was filed before. In a chat it is still the same person."""
    shared = context.conversation.channel is Channel.KIOSK
    state = State() if shared else State(codes=context.state.codes)
    return respond(state, resident_text.RESTARTED, buttons=menu())


def cancel(context: TurnContext) -> TurnResult:
    """Drop what is being told. What was said stays on record all the same."""
    state = replace(context.state, draft=None, target=None, misses=0)
    return respond(
        state,
        resident_text.CANCELLED if context.state.draft else resident_text.NOTHING_TO_CANCEL,
        buttons=menu(),
    )


def wait(context: TurnContext) -> TurnResult:
    """No hurry; everything stays as it is."""
    return _aside(context, resident_text.NO_HURRY)


def introduce(context: TurnContext) -> TurnResult:
    """Who speaks here; then the open question again."""
    return _aside(context, resident_text.INTRODUCTION)


def explain(context: TurnContext) -> TurnResult:
    """Why this is asked; then the question again."""
    return _aside(context, resident_text.REASONS[context.state.question])


def _aside(context: TurnContext, text: str) -> TurnResult:
    """A word in between: the open question, its buttons and its card stay. She may not have
    written the code down yet."""
    state = context.state
    card = state.last.card if state.last else None
    return respond(state, text, buttons=_last_buttons(state), card=card, question=state.question)


def human(context: TurnContext) -> TurnResult:
    """Ask staff to come; the story so far and the open question stay."""
    handoff.ask(context.session, context.conversation, context.now)
    state = replace(context.state, misses=0)
    return _aside(context.having(state), resident_text.HUMAN)


def ask(context: TurnContext) -> TurnResult:
    """A question that we cannot answer reliably: offer to write it down for staff."""
    buttons = (
        Button(resident_text.ASK_TITLE, resident_text.ASK_YES),
        Button(resident_text.HUMAN_TITLE, "/human"),
    )
    draft = Draft().tell(context.turn.text).learn(context.heard).of(context.turn.id)
    state = replace(context.state, draft=draft, misses=0)
    return respond(state, resident_text.ASK, buttons=buttons, question=Question.KEEP)


def legislation(context: TurnContext) -> TurnResult:
    """Advice on a rule: hear it out, as a matter of its own."""
    return respond(context.state, resident_text.LEGISLATION, question=Question.WHAT)


def out_of_scope(context: TurnContext) -> TurnResult:
    """Not our field."""
    return _puzzled(context, resident_text.OUT_OF_SCOPE)


def foreign(context: TurnContext) -> TurnResult:
    """Another language: a person may speak it."""
    person = Button(resident_text.HUMAN_TITLE, "/human")
    return respond(
        context.state,
        resident_text.FOREIGN_SHOWN,
        say=resident_text.FOREIGN,
        buttons=(person,),
        question=context.state.question,
    )


def missed(context: TurnContext) -> TurnResult:
    """A spoken turn without text: say why, offer to repeat or type, then a person."""
    failure = context.turn.failure or Failure.NOTHING_HEARD
    return _puzzled(context, resident_text.MISSED[failure])


def _puzzled(context: TurnContext, text: str) -> TurnResult:
    """One more turn without sense; the open question stays open, and so do its buttons."""
    state = replace(context.state, misses=context.state.misses + 1)
    if state.misses < _MISSES_BEFORE_A_PERSON:
        card = state.last.card if state.last and state.question is Question.CONFIRM else None
        return respond(
            state, text, buttons=_last_buttons(state), card=card, question=state.question
        )
    person = Button(resident_text.HUMAN_TITLE, "/human")
    return respond(state, resident_text.OFFER_HUMAN, buttons=(person,), question=state.question)


def _last_buttons(state: State) -> tuple[Button, ...]:
    return state.last.buttons if state.last else menu()
