"""A deputy in a chat: told what is theirs, they claim, note progress, ask, answer, give back."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from sqlmodel import col, select

from data.attachment import AttachmentKind
from data.opinion import OPEN, Opinion
from handlers import binding, deputy_card, desk, enclosure, lookup, receipt
from handlers import chat_words as words
from handlers import deputy_phrases as phrases
from handlers.actor import Actor
from handlers.deed import Form, perform
from handlers.lifecycle import Action, RefusedError
from handlers.notice import short
from handlers.scene import Scene, Step, step
from handlers.state import Intended
from handlers.turn import Button
from handlers.work import Work
from nlu.context import Question

_CODE = re.compile(r"【(\d{4}) ?(\d{4})】")
_MOST = 8
_MENTIONED = (Action.PROGRESS, Action.ANSWER)


@dataclass(frozen=True)
class Chat:
    """One turn of a deputy."""

    scene: Scene
    actor: Actor

    def step(self, text: str, buttons: Sequence[Button] = (), **state: object) -> Step:
        """A step of the deputy's side; an open question of the dialogue is closed."""
        calm = replace(self.scene.state, misses=0, **{"intended": None, **state})  # type: ignore[arg-type]
        return step(calm, text, buttons=tuple(buttons))


def answer(scene: Scene) -> Step | None:
    """The deputy's side of a turn; None where it is the dialogue's, as everybody has it: a matter
    of their own that they are telling, a greeting, a command of the menu."""
    if not scene.deputy:
        return None
    chat, text = Chat(scene, scene.deputy), scene.turn.text
    if text.startswith("/"):
        name, _, rest = text[1:].partition(" ")
        deed = _COMMANDS.get(name.lower())
        return deed(chat, rest.strip()) if deed else None
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


def _said(chat: Chat) -> Step | None:
    """A plain sentence: which step it is, and of which matter."""
    text = chat.scene.turn.text
    action = phrases.step(text)
    opinion = _quoted(chat)
    own = _own(chat)
    if opinion is None and action is not Action.CLAIM and own:
        opinion = _last_spoken_of(chat, own) or (own[0] if len(own) == 1 else None)
    if opinion is None and action is Action.CLAIM:
        opinion = lookup.by_code(chat.scene.session, chat.scene.state.target or "")
    if opinion is None and not (own and action):
        return None
    intended = Intended(action or Action.PROGRESS, opinion.code if opinion else None, text)
    if opinion is None:
        buttons = [Button(_title(each), f"/as {each.code}") for each in own[:_MOST]]
        return chat.step(words.WHICH, buttons, intended=intended)
    if action is None:
        return _what_with_it(chat, intended)
    return _take(chat, intended)


def _in_words(chat: Chat, intended: Intended) -> Step:
    """The words that a step was waiting for."""
    text = chat.scene.turn.text
    if phrases.drops(text):
        return chat.step(words.NOT_DONE)
    return _take(chat, replace(intended, words=text))


def _take(chat: Chat, intended: Intended) -> Step:
    """Do it; read it back first where it was spoken, where it ends the matter, and where the
    matter goes out of the deputy's hands on a mere sentence."""
    opinion = _found(chat, intended.code)
    if not opinion:
        return chat.step(words.NO_SUCH_MATTER)
    if intended.action not in deputy_card.deeds(opinion, chat.actor.representative):
        return _old(chat, opinion)
    if intended.action is Action.CLAIM:
        return _do(chat, opinion, intended)
    if not intended.words:
        text = words.IN_WHICH_WORDS[intended.action]
        return chat.step(text, intended=intended, target=opinion.code)
    plain = chat.scene.state.intended is None
    if chat.scene.turn.spoken or (plain and intended.action not in (Action.PROGRESS, Action.ASK)):
        return _sure(chat, intended)
    return _do(chat, opinion, intended)


def _sure(chat: Chat, intended: Intended) -> Step:
    buttons = [
        Button(words.SURE_TITLE, f"/sure {intended.code}"),
        Button(words.NOT_SURE_TITLE, f"/{intended.action} {intended.code}"),
    ]
    if intended.action is Action.ANSWER:
        buttons.append(Button(words.AS_PROGRESS_TITLE, f"/as {intended.code} progress"))
    text = words.SURE[intended.action].format(words=_words(intended))
    return chat.step(text, buttons, intended=intended, target=intended.code)


def _do(chat: Chat, opinion: Opinion, intended: Intended) -> Step:
    said = _words(intended)
    reasons = intended.action in (Action.PROPOSE, Action.RELEASE)
    form = Form(reason=said) if reasons else Form(words=said)
    work = Work(chat.scene.session, chat.actor, chat.scene.now)
    try:
        opinion = perform(work, opinion, intended.action, form)
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


def _what_with_it(chat: Chat, intended: Intended) -> Step:
    buttons = [Button(words.TITLES[a], f"/as {intended.code} {a}") for a in _MENTIONED]
    buttons.append(Button(words.NEW_MATTER_TITLE, "/new"))
    text = words.WHAT_WITH_IT.format(words=intended.words)
    return chat.step(text, buttons, intended=intended, target=intended.code)


def _old(chat: Chat, opinion: Opinion) -> Step:
    """A button of yesterday: how it stands now, and what can be done."""
    buttons = deputy_card.buttons(opinion, chat.actor.representative)
    return chat.step(deputy_card.text(opinion, words.OLD_BUTTON), buttons, target=opinion.code)


def _step(action: Action) -> Callable[[Chat, str], Step]:
    return lambda chat, code: _take(chat, Intended(action, code))


def _as(chat: Chat, given: str) -> Step:
    """ "/as CODE [STEP]": what was said belongs to this matter, as this step."""
    code, _, name = given.partition(" ")
    intended = chat.scene.state.intended
    if not intended or not intended.words:
        return _see(chat, code)
    action = Action(name) if name in set(_MENTIONED) else intended.action
    return _take(chat, replace(intended, action=action, code=code))


def _confirmed(chat: Chat, code: str) -> Step:
    intended = chat.scene.state.intended
    opinion = _found(chat, code)
    if not intended or not opinion or intended.code != code or not intended.words:
        return _old(chat, opinion) if opinion else chat.step(words.NO_SUCH_MATTER)
    return _do(chat, opinion, intended)


def _see(chat: Chat, code: str) -> Step:
    opinion = _found(chat, code)
    if not opinion:
        return chat.step(words.NO_SUCH_MATTER)
    text = deputy_card.text(opinion, "")
    buttons = deputy_card.buttons(opinion, chat.actor.representative)
    return chat.step(text, buttons, target=opinion.code)


def _hear(chat: Chat, code: str) -> Step:
    """The recordings and photos of a matter."""
    opinion = _found(chat, code)
    if not opinion:
        return chat.step(words.NO_SUCH_MATTER)
    session = chat.scene.session
    sounds = tuple(each.audio for each in desk.recordings(session, opinion) if each.audio)
    sent = enclosure.of(session, opinion)
    photos = tuple(each.file for each in sent if each.kind is AttachmentKind.PHOTO and each.file)
    if not sounds and not photos:
        return chat.step(
            words.NOTHING_TO_HEAR, deputy_card.buttons(opinion, chat.actor.representative)
        )
    told = chat.step(words.HERE_IT_IS.format(code=receipt.shown(opinion.code)), target=opinion.code)
    return Step(told.state, replace(told.reply, sounds=sounds, photos=photos))


def _mine(chat: Chat, _rest: str = "") -> Step:
    return _list(chat, words.MINE, _own(chat), words.NOTHING_MINE)


def _offers(chat: Chat, _rest: str = "") -> Step:
    found = desk.offers(chat.scene.session, chat.actor)
    return _list(chat, words.OFFERS, found, words.NOTHING_OFFERED)


def _list(chat: Chat, head: str, found: Sequence[Opinion], none: str) -> Step:
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


def _digest(chat: Chat, hour: str) -> Step:
    conversation = chat.scene.conversation
    tied = binding.of_chat(chat.scene.session, conversation.door, conversation.sender)
    if not tied or not hour.isascii() or not hour.isdigit() or int(hour) > _LAST_HOUR:
        buttons = [Button(f"{h}点", f"/digest {h}") for h in words.DIGEST_HOURS]
        return chat.step(words.DIGEST_HOW, buttons)
    tied.digest_hour = int(hour)
    return chat.step(words.DIGEST_SET.format(hour=int(hour)))


def _unbind(chat: Chat, _rest: str) -> Step:
    conversation = chat.scene.conversation
    tied = binding.of_chat(chat.scene.session, conversation.door, conversation.sender)
    if tied:
        tied.ended_at = chat.scene.now
    return chat.step(words.UNBOUND)


def _own(chat: Chat) -> Sequence[Opinion]:
    return chat.scene.session.exec(
        select(Opinion)
        .where(
            Opinion.representative_id == chat.actor.representative,
            col(Opinion.state).in_(OPEN),
        )
        .order_by(col(Opinion.due_at), col(Opinion.id))
    ).all()


def _quoted(chat: Chat) -> Opinion | None:
    """The matter of the message that the deputy replies to."""
    found = _CODE.search(chat.scene.turn.quoted or "")
    return _found(chat, found[1] + found[2]) if found else None


def _last_spoken_of(chat: Chat, own: Sequence[Opinion]) -> Opinion | None:
    return next((each for each in own if each.code == chat.scene.state.target), None)


def _found(chat: Chat, code: str | None) -> Opinion | None:
    """A matter that this deputy may see."""
    opinion = lookup.by_code(chat.scene.session, code or "")
    return opinion if opinion and chat.actor.sees(chat.scene.session, opinion) else None


def _title(opinion: Opinion) -> str:
    return f"{receipt.shown(opinion.code)} {short(opinion, 12)}"


_LAST_HOUR = 23
_COMMANDS: dict[str, Callable[[Chat, str], Step]] = {
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
