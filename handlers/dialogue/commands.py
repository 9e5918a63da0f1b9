"""What begins with a slash: the menu of a chat, and what its buttons say."""

from collections.abc import Callable
from dataclasses import replace

from data.record.casework import Grade
from data.record.opinion import Opinion, OpinionState
from data.record.station import Representative
from handlers.account import chat_link
from handlers.account.chat_link import PERSONAL
from handlers.context import attachments
from handlers.context.state import State
from handlers.context.turn_context import TurnContext, TurnResult, respond
from handlers.dialogue import follow_up, small_talk, status
from handlers.dialogue.welcome import welcome
from handlers.message import chat_text as words
from handlers.message import notice_text
from handlers.message import resident_text as common
from handlers.message.language import SIMPLIFIED, TRADITIONAL
from handlers.message.turn import Button, Command
from handlers.opinion import lookup
from handlers.privacy import erasure
from nlu.context import Question

_DEPUTIES = (
    *("claim", "progress", "answer", "ask", "propose", "release", "hear", "see", "as", "sure"),
    *("mine", "offers", "digest", "unbind"),
)


def answer(context: TurnContext) -> TurnResult | None:
    """What a command does; None where the turn is none, and on channels that people share."""
    text = context.turn.text
    if context.conversation.channel not in PERSONAL or not text.startswith("/"):
        return None
    name, _, rest = text[1:].partition(" ")
    if command := _COMMANDS.get(name.lower()):
        return command(context, rest.strip())
    if name.lower() in _DEPUTIES:
        return _same(context, words.NOT_YOURS)
    return None if text in _FIXED else _same(context, words.UNKNOWN_COMMAND)


def _start(context: TurnContext, token: str) -> TurnResult:
    if token.startswith("bind_"):
        return _bind(context, token.removeprefix("bind_"))
    if not token:
        return small_talk.restart(context)
    return welcome(context.session, context.conversation, token, context.state)


def _new(context: TurnContext, _rest: str) -> TurnResult:
    return respond(
        State(codes=context.state.codes), common.QUESTIONS[Question.WHAT], question=Question.WHAT
    )


def _status(context: TurnContext, given: str) -> TurnResult:
    plain = given.replace(" ", "")
    return status.by_code(context, plain) if plain.isdigit() else status.query(context)


def _help(context: TurnContext, _rest: str) -> TurnResult:
    return _same(context, words.DEPUTY_HELP if context.deputy else words.HELP)


def _language(context: TurnContext, chosen: str) -> TurnResult:
    if chosen in (SIMPLIFIED, TRADITIONAL):
        context.conversation.language = chosen
        return _same(context, words.LANGUAGE_SET)
    return _same(context, words.LANGUAGE, *((t, f"/language {v}") for t, v in words.LANGUAGES))


def _news(context: TurnContext, chosen: str) -> TurnResult:
    if chosen not in ("on", "off"):
        titles = ((words.NEWS_ON_TITLE, "/news on"), (words.NEWS_OFF_TITLE, "/news off"))
        return _same(context, words.NEWS, *titles)
    context.conversation.muted_at = None if chosen == "on" else context.now
    return _same(context, words.NEWS_ON if chosen == "on" else words.NEWS_OFF)


def _forget(context: TurnContext, chosen: str) -> TurnResult:
    if chosen == "yes":
        erasure.forget(context.session, context.conversation, context.now)
        return respond(State(), words.FORGOTTEN).ending()
    if chosen == "no":
        return _same(context, words.KEPT)
    titles = ((words.FORGET_TITLE, "/forget yes"), (words.KEEP_TITLE, "/forget no"))
    return _same(context, words.FORGET, *titles)


def _bind(context: TurnContext, given: str) -> TurnResult:
    if not given:
        return _same(context, words.BIND_HOW)
    conversation = context.conversation
    tied = chat_link.bind(
        context.session, conversation.channel, conversation.sender, given, context.now
    )
    if not tied:
        return _same(context, words.NOT_BOUND)
    deputy = context.session.get_one(Representative, tied.representative_id)
    conversation.station_code = deputy.station_code
    return respond(State(codes=context.state.codes), words.BOUND.format(deputy=deputy.name))


def _grade(context: TurnContext, given: str) -> TurnResult:
    wanted, _, grade = given.partition(" ")
    opinion = _hers(context, wanted)
    if not opinion or grade not in set(Grade):
        return _same(context, words.NO_SUCH_MATTER)
    if opinion.state is not OpinionState.ANSWERED:
        return _same(context, words.JUDGED_ALREADY)
    said = replace(context.turn, text=notice_text.GRADES[Grade(grade)])
    state = replace(context.state, target=opinion.code, question=Question.EVALUATE, draft=None)
    return follow_up.evaluate(replace(context, turn=said, state=state))


def _reply(context: TurnContext, wanted: str) -> TurnResult:
    opinion = _hers(context, wanted)
    if not opinion:
        return _same(context, words.NO_SUCH_MATTER)
    if not opinion.waiting_since:
        return _same(context, words.CANNOT_REPLY)
    state = replace(context.state, target=opinion.code)
    return respond(state, words.REPLY, question=Question.SUPPLEMENT)


def _hers(context: TurnContext, wanted: str) -> Opinion | None:
    """One of this chat's own opinions."""
    opinion = lookup.by_code(context.session, wanted)
    own = opinion and opinion.conversation_id == context.conversation.id
    return opinion if own else None


def _same(context: TurnContext, text: str, *titles: tuple[str, str]) -> TurnResult:
    """A word in between; the open question stays open."""
    buttons = tuple(Button(title, payload) for title, payload in titles)
    return respond(context.state, text, buttons=buttons, question=context.state.question)


_FIXED = tuple(Command)
_COMMANDS: dict[str, Callable[[TurnContext, str], TurnResult]] = {
    "start": _start,
    "new": _new,
    "status": _status,
    "help": _help,
    "language": _language,
    "news": _news,
    "forget": _forget,
    "bind": _bind,
    "grade": _grade,
    "reply": _reply,
    "enclose": attachments.add_to,
}
