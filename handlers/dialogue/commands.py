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
from handlers.context.turn_context import Scene, Step, step
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


def answer(scene: Scene) -> Step | None:
    """What a command does; None where the turn is none, and at doors that people share."""
    text = scene.turn.text
    if scene.conversation.door not in PERSONAL or not text.startswith("/"):
        return None
    name, _, rest = text[1:].partition(" ")
    if deed := _COMMANDS.get(name.lower()):
        return deed(scene, rest.strip())
    if name.lower() in _DEPUTIES:
        return _same(scene, words.NOT_YOURS)
    return None if text in _FIXED else _same(scene, words.UNKNOWN_COMMAND)


def _start(scene: Scene, token: str) -> Step:
    if token.startswith("bind_"):
        return _bind(scene, token.removeprefix("bind_"))
    if not token:
        return small_talk.restart(scene)
    return welcome(scene.session, scene.conversation, token, scene.state)


def _new(scene: Scene, _rest: str) -> Step:
    return step(
        State(codes=scene.state.codes), common.QUESTIONS[Question.WHAT], question=Question.WHAT
    )


def _status(scene: Scene, given: str) -> Step:
    plain = given.replace(" ", "")
    return status.by_code(scene, plain) if plain.isdigit() else status.query(scene)


def _help(scene: Scene, _rest: str) -> Step:
    return _same(scene, words.DEPUTY_HELP if scene.deputy else words.HELP)


def _language(scene: Scene, chosen: str) -> Step:
    if chosen in (SIMPLIFIED, TRADITIONAL):
        scene.conversation.language = chosen
        return _same(scene, words.LANGUAGE_SET)
    return _same(scene, words.LANGUAGE, *((t, f"/language {v}") for t, v in words.LANGUAGES))


def _news(scene: Scene, chosen: str) -> Step:
    if chosen not in ("on", "off"):
        titles = ((words.NEWS_ON_TITLE, "/news on"), (words.NEWS_OFF_TITLE, "/news off"))
        return _same(scene, words.NEWS, *titles)
    scene.conversation.muted_at = None if chosen == "on" else scene.now
    return _same(scene, words.NEWS_ON if chosen == "on" else words.NEWS_OFF)


def _forget(scene: Scene, chosen: str) -> Step:
    if chosen == "yes":
        erasure.forget(scene.session, scene.conversation)
        return step(State(), words.FORGOTTEN, ended=True)
    if chosen == "no":
        return _same(scene, words.KEPT)
    titles = ((words.FORGET_TITLE, "/forget yes"), (words.KEEP_TITLE, "/forget no"))
    return _same(scene, words.FORGET, *titles)


def _bind(scene: Scene, given: str) -> Step:
    if not given:
        return _same(scene, words.BIND_HOW)
    conversation = scene.conversation
    tied = chat_link.bind(scene.session, conversation.door, conversation.sender, given, scene.now)
    if not tied:
        return _same(scene, words.NOT_BOUND)
    deputy = scene.session.get_one(Representative, tied.representative_id)
    conversation.station_code = deputy.station_code
    return step(State(codes=scene.state.codes), words.BOUND.format(deputy=deputy.name))


def _grade(scene: Scene, given: str) -> Step:
    wanted, _, grade = given.partition(" ")
    opinion = _hers(scene, wanted)
    if not opinion or grade not in set(Grade):
        return _same(scene, words.NO_SUCH_MATTER)
    if opinion.state is not OpinionState.ANSWERED:
        return _same(scene, words.JUDGED_ALREADY)
    said = replace(scene.turn, text=notice_text.GRADES[Grade(grade)])
    state = replace(scene.state, target=opinion.code, question=Question.EVALUATE, draft=None)
    return follow_up.evaluate(replace(scene, turn=said, state=state))


def _reply(scene: Scene, wanted: str) -> Step:
    opinion = _hers(scene, wanted)
    if not opinion:
        return _same(scene, words.NO_SUCH_MATTER)
    if not opinion.waiting_since:
        return _same(scene, words.CANNOT_REPLY)
    state = replace(scene.state, target=opinion.code)
    return step(state, words.REPLY, question=Question.SUPPLEMENT)


def _hers(scene: Scene, wanted: str) -> Opinion | None:
    """One of this chat's own opinions."""
    opinion = lookup.by_code(scene.session, wanted)
    own = opinion and opinion.conversation_id == scene.conversation.id
    return opinion if own else None


def _same(scene: Scene, text: str, *titles: tuple[str, str]) -> Step:
    """A word in between; the open question stays open."""
    buttons = tuple(Button(title, payload) for title, payload in titles)
    return step(scene.state, text, buttons=buttons, question=scene.state.question)


_FIXED = tuple(Command)
_COMMANDS: dict[str, Callable[[Scene, str], Step]] = {
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
