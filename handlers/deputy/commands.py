"""A deputy in a chat: told what is theirs, they claim, note progress, ask, answer, give back."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from data.record.attachment import AttachmentKind
from data.record.opinion import Opinion
from handlers.account import chat_link
from handlers.action.context import Work
from handlers.action.payload import parts
from handlers.action.perform import ACTIONS, perform
from handlers.context import attachments
from handlers.context.state import Intended
from handlers.context.turn_context import Scene, Step
from handlers.deputy import phrases
from handlers.deputy.deputy_context import DeputyChat
from handlers.message import chat_text as words
from handlers.message.turn import Button
from handlers.notification import deputy_card
from handlers.opinion import queues, receipt
from handlers.opinion.excerpt import short
from handlers.opinion.lifecycle import Action, RefusedError
from nlu.context import Question

_MOST = 8
_MENTIONED = (Action.PROGRESS, Action.ANSWER)


def answer(scene: Scene) -> Step | None:
    """The deputy's side of a turn; None where it is the dialogue's, as everybody has it: a matter
    of their own that they are telling, a greeting, a command of the menu."""
    if not scene.deputy:
        return None
    chat, text = DeputyChat(scene, scene.deputy), scene.turn.text
    if text.startswith("/"):
        name, _, rest = text[1:].partition(" ")
        deed = _COMMANDS.get(name.lower())
        return deed(chat, rest.strip()) if deed else None
    if scene.turn.enclosed and not scene.state.draft and (kept := _enclosed(chat)):
        return kept
    if scene.turn.failure or not text or scene.state.draft:
        return None
    if scene.state.intended:
        return _in_words(chat, scene.state.intended)
    if scene.state.question is not Question.NOTHING:
        return None
    if phrases.mine(text):
        return _mine(chat)
    if phrases.offers(text):
        return _offers(chat)
    return _said(chat)


def _enclosed(chat: DeputyChat) -> Step | None:
    """A photo from the spot: of the matter that is quoted, spoken of, or the only one."""
    opinion = chat.meant
    if opinion is None or opinion not in chat.own:
        return None
    attachments.belong(chat.scene, (chat.scene.turn.id,), opinion)
    if chat.text:
        return None
    text = words.ENCLOSED.format(matter=short(opinion))
    buttons = deputy_card.buttons(opinion, chat.actor.representative)
    return chat.step(text, buttons, target=opinion.code)


def _said(chat: DeputyChat) -> Step | None:
    """A plain sentence: which step it is, and of which matter."""
    action, own = phrases.step(chat.text), chat.own
    if action is Action.CLAIM:
        opinion = chat.quoted or chat.found(chat.scene.state.target)
    else:
        opinion = chat.meant
    if opinion is None and not (own and action):
        return None
    intended = Intended(action or Action.PROGRESS, opinion.code if opinion else None, chat.text)
    if opinion is None:
        buttons = [Button(_title(each), f"/as {each.code}") for each in own[:_MOST]]
        return chat.step(words.WHICH, buttons, intended=intended)
    if action is None:
        return _what_with_it(chat, intended)
    return _take(chat, intended)


def _in_words(chat: DeputyChat, intended: Intended) -> Step | None:
    """What a step was waiting for: its words, or the yes to them. Anything else that is said in
    place of a yes is a sentence of its own."""
    if phrases.drops(chat.text):
        return chat.step(words.NOT_DONE)
    if not intended.words:
        return _take(chat, replace(intended, words=chat.text))
    if intended.code and phrases.agrees(chat.text):
        return _confirmed(chat, intended.code)
    if phrases.refuses(chat.text):
        return _take(chat, replace(intended, words=None))
    return _said(chat)


def _take(chat: DeputyChat, intended: Intended) -> Step:
    """Do it; read it back first where it was spoken, where it ends the matter, and where the
    matter goes out of the deputy's hands on a mere sentence."""
    opinion = chat.found(intended.code)
    if not opinion:
        return chat.step(words.NO_SUCH_MATTER)
    if intended.action not in deputy_card.deeds(opinion, chat.actor.representative):
        return _old(chat, opinion)
    if intended.action is Action.CLAIM:
        return _do(chat, opinion, intended)
    if not intended.words:
        text = words.IN_WHICH_WORDS[intended.action]
        return chat.step(text, intended=intended, target=opinion.code)
    asked_for = chat.scene.state.intended and not chat.scene.state.intended.words
    if chat.scene.turn.spoken or (
        not asked_for and intended.action not in (Action.PROGRESS, Action.ASK)
    ):
        return _sure(chat, intended)
    return _do(chat, opinion, intended)


def _sure(chat: DeputyChat, intended: Intended) -> Step:
    buttons = [
        Button(words.SURE_TITLE, f"/sure {intended.code}"),
        Button(words.NOT_SURE_TITLE, f"/{intended.action} {intended.code}"),
    ]
    if intended.action is Action.ANSWER:
        buttons.append(Button(words.AS_PROGRESS_TITLE, f"/as {intended.code} progress"))
    text = words.SURE[intended.action].format(words=_words(intended))
    return chat.step(text, buttons, intended=intended, target=intended.code)


def _do(chat: DeputyChat, opinion: Opinion, intended: Intended) -> Step:
    said = _words(intended)
    kind = ACTIONS[intended.action]
    payload = kind.of({part.name: said for part in parts(kind)[:1]})
    work = Work(chat.scene.session, chat.actor, chat.scene.now)
    try:
        opinion = perform(work, opinion, payload)
    except RefusedError:
        return _old(chat, opinion)
    text = words.DONE[intended.action].format(words=said)
    if intended.action is Action.CLAIM:
        text = deputy_card.text(opinion, text)
    buttons = deputy_card.buttons(opinion, chat.actor.representative)
    theirs = opinion.representative_id == chat.actor.representative
    return chat.step(text, buttons if theirs else (), target=opinion.code)


def _words(intended: Intended) -> str:
    said = intended.words or ""
    return phrases.question(said) if intended.action is Action.ASK else said


def _what_with_it(chat: DeputyChat, intended: Intended) -> Step:
    buttons = [Button(words.TITLES[a], f"/as {intended.code} {a}") for a in _MENTIONED]
    buttons.append(Button(words.NEW_MATTER_TITLE, "/new"))
    text = words.WHAT_WITH_IT.format(words=intended.words)
    return chat.step(text, buttons, intended=intended, target=intended.code)


def _old(chat: DeputyChat, opinion: Opinion) -> Step:
    """A button of yesterday: how it stands now, and what can be done."""
    buttons = deputy_card.buttons(opinion, chat.actor.representative)
    return chat.step(deputy_card.text(opinion, words.OLD_BUTTON), buttons, target=opinion.code)


def _step(action: Action) -> Callable[[DeputyChat, str], Step]:
    return lambda chat, code: _take(chat, Intended(action, code))


def _as(chat: DeputyChat, given: str) -> Step:
    """ "/as CODE [STEP]": what was said belongs to this matter, as this step."""
    code, _, name = given.partition(" ")
    intended = chat.scene.state.intended
    if not intended or not intended.words:
        return _see(chat, code)
    action = Action(name) if name in set(_MENTIONED) else intended.action
    return _take(chat, replace(intended, action=action, code=code))


def _confirmed(chat: DeputyChat, code: str) -> Step:
    intended, opinion = chat.scene.state.intended, chat.found(code)
    if not intended or not opinion or intended.code != code or not intended.words:
        return _old(chat, opinion) if opinion else chat.step(words.NO_SUCH_MATTER)
    return _do(chat, opinion, intended)


def _see(chat: DeputyChat, code: str) -> Step:
    opinion = chat.found(code)
    if not opinion:
        return chat.step(words.NO_SUCH_MATTER)
    text = deputy_card.text(opinion, "")
    buttons = deputy_card.buttons(opinion, chat.actor.representative)
    return chat.step(text, buttons, target=opinion.code)


def _hear(chat: DeputyChat, code: str) -> Step:
    """The recordings and photos of a matter."""
    opinion = chat.found(code)
    if not opinion:
        return chat.step(words.NO_SUCH_MATTER)
    session = chat.scene.session
    sounds = tuple(each.audio for each in queues.recordings(session, opinion) if each.audio)
    sent = attachments.of(session, opinion)
    photos = tuple(each.file for each in sent if each.kind is AttachmentKind.PHOTO and each.file)
    if not sounds and not photos:
        return chat.step(
            words.NOTHING_TO_HEAR, deputy_card.buttons(opinion, chat.actor.representative)
        )
    told = chat.step(words.HERE_IT_IS.format(code=receipt.shown(opinion.code)), target=opinion.code)
    return Step(told.state, replace(told.reply, sounds=sounds, photos=photos))


def _mine(chat: DeputyChat, _rest: str = "") -> Step:
    return _list(chat, words.MINE, chat.own, words.NOTHING_MINE)


def _offers(chat: DeputyChat, _rest: str = "") -> Step:
    found = queues.offers(chat.scene.session, chat.actor)
    return _list(chat, words.OFFERS, found, words.NOTHING_OFFERED)


def _list(chat: DeputyChat, head: str, found: Sequence[Opinion], none: str) -> Step:
    if not found:
        return chat.step(none)
    shown = list(enumerate(found[:_MOST], 1))
    lines = [
        words.LINE.format(
            number=number,
            code=receipt.shown(each.code),
            matter=short(each),
            place=deputy_card.place(each),
        )
        for number, each in shown
    ]
    buttons = [Button(words.SEE_TITLE.format(number=n), f"/see {each.code}") for n, each in shown]
    return chat.step("\n".join([head.format(number=len(found)), *lines]), buttons)


def _digest(chat: DeputyChat, hour: str) -> Step:
    conversation = chat.scene.conversation
    tied = chat_link.of_chat(chat.scene.session, conversation.door, conversation.sender)
    if not tied or not hour.isascii() or not hour.isdigit() or int(hour) > _LAST_HOUR:
        buttons = [Button(f"{h}点", f"/digest {h}") for h in words.DIGEST_HOURS]
        return chat.step(words.DIGEST_HOW, buttons)
    tied.digest_hour = int(hour)
    return chat.step(words.DIGEST_SET.format(hour=int(hour)))


def _unbind(chat: DeputyChat, _rest: str) -> Step:
    conversation = chat.scene.conversation
    tied = chat_link.of_chat(chat.scene.session, conversation.door, conversation.sender)
    if tied:
        tied.ended_at = chat.scene.now
    return chat.step(words.UNBOUND)


def _title(opinion: Opinion) -> str:
    return f"{receipt.shown(opinion.code)} {short(opinion, 12)}"


_LAST_HOUR = 23
_COMMANDS: dict[str, Callable[[DeputyChat, str], Step]] = {
    **{action.value: _step(action) for action in (Action.CLAIM, *deputy_card.OWN)},
    "as": _as,
    "sure": _confirmed,
    "see": _see,
    "hear": _hear,
    "mine": _mine,
    "offers": _offers,
    "digest": _digest,
    "unbind": _unbind,
}
