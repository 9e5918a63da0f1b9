"""A deputy in a chat: told what is theirs, they claim, note progress, ask, answer, give back."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from data.record.attachment import AttachmentKind
from data.record.opinion import Opinion
from handlers.account import chat_link
from handlers.action.context import ActionContext
from handlers.action.payload import parts
from handlers.action.perform import ACTIONS, perform
from handlers.context import attachments
from handlers.context.state import Intended
from handlers.context.turn_context import TurnContext, TurnResult
from handlers.deputy import phrases
from handlers.deputy.deputy_context import DeputyContext
from handlers.desk import queues
from handlers.message import chat_text as words
from handlers.message.turn import Button
from handlers.notification import deputy_card
from handlers.opinion import receipt
from handlers.opinion.excerpt import short
from handlers.opinion.lifecycle import Action, RefusedError
from nlu.context import Question

_MOST = 8
_MENTIONED = (Action.PROGRESS, Action.ANSWER)


def answer(context: TurnContext) -> TurnResult | None:
    """The deputy's side of a turn; None where it is the dialogue's, as everybody has it: a matter
    of their own that they are telling, a greeting, a command of the menu."""
    if not context.deputy:
        return None
    chat, text = DeputyContext(context, context.deputy), context.turn.text
    if text.startswith("/"):
        name, _, rest = text[1:].partition(" ")
        command = _COMMANDS.get(name.lower())
        return command(chat, rest.strip()) if command else None
    if context.turn.enclosed and not context.state.draft and (kept := _enclosed(chat)):
        return kept
    if context.turn.failure or not text or context.state.draft:
        return None
    if context.state.intended:
        return _in_words(chat, context.state.intended)
    if context.state.question is not Question.NOTHING:
        return None
    if phrases.mine(text):
        return _mine(chat)
    if phrases.offers(text):
        return _offers(chat)
    return _said(chat)


def _enclosed(chat: DeputyContext) -> TurnResult | None:
    """A photo from the spot: of the matter that is quoted, spoken of, or the only one."""
    opinion = chat.meant
    if opinion is None or opinion not in chat.own:
        return None
    attachments.belong(chat.context, (chat.context.turn.id,), opinion)
    if chat.text:
        return None
    text = words.ENCLOSED.format(matter=short(opinion))
    buttons = deputy_card.buttons(opinion, chat.actor.representative)
    return chat.respond(text, buttons, target=opinion.code)


def _said(chat: DeputyContext) -> TurnResult | None:
    """A plain sentence: which step it is, and of which matter."""
    action, own = phrases.action_meant(chat.text), chat.own
    if action is Action.CLAIM:
        opinion = chat.quoted or chat.found(chat.context.state.target)
    else:
        opinion = chat.meant
    if opinion is None and not (own and action):
        return None
    intended = Intended(action or Action.PROGRESS, opinion.code if opinion else None, chat.text)
    if opinion is None:
        buttons = [Button(_title(each), f"/as {each.code}") for each in own[:_MOST]]
        return chat.respond(words.WHICH, buttons, intended=intended)
    if action is None:
        return _what_with_it(chat, intended)
    return _take(chat, intended)


def _in_words(chat: DeputyContext, intended: Intended) -> TurnResult | None:
    """What a step was waiting for: its words, or the yes to them. Anything else that is said in
    place of a yes is a sentence of its own."""
    if phrases.drops(chat.text):
        return chat.respond(words.NOT_DONE)
    if not intended.words:
        return _take(chat, replace(intended, words=chat.text))
    if intended.code and phrases.agrees(chat.text):
        return _confirmed(chat, intended.code)
    if phrases.refuses(chat.text):
        return _take(chat, replace(intended, words=None))
    return _said(chat)


def _take(chat: DeputyContext, intended: Intended) -> TurnResult:
    """Do it; read it back first where it was spoken, where it ends the matter, and where the
    matter goes out of the deputy's hands on a mere sentence."""
    opinion = chat.found(intended.code)
    if not opinion:
        return chat.respond(words.NO_SUCH_MATTER)
    if intended.action not in deputy_card.actions(opinion, chat.actor.representative):
        return _old(chat, opinion)
    if intended.action is Action.CLAIM:
        return _do(chat, opinion, intended)
    if not intended.words:
        text = words.IN_WHICH_WORDS[intended.action]
        return chat.respond(text, intended=intended, target=opinion.code)
    asked_for = chat.context.state.intended and not chat.context.state.intended.words
    if chat.context.turn.spoken or (
        not asked_for and intended.action not in (Action.PROGRESS, Action.ASK)
    ):
        return _sure(chat, intended)
    return _do(chat, opinion, intended)


def _sure(chat: DeputyContext, intended: Intended) -> TurnResult:
    buttons = [
        Button(words.SURE_TITLE, f"/sure {intended.code}"),
        Button(words.NOT_SURE_TITLE, f"/{intended.action} {intended.code}"),
    ]
    if intended.action is Action.ANSWER:
        buttons.append(Button(words.AS_PROGRESS_TITLE, f"/as {intended.code} progress"))
    text = words.SURE[intended.action].format(words=_words(intended))
    return chat.respond(text, buttons, intended=intended, target=intended.code)


def _do(chat: DeputyContext, opinion: Opinion, intended: Intended) -> TurnResult:
    said = _words(intended)
    kind = ACTIONS[intended.action]
    payload = kind.of({part.name: said for part in parts(kind)[:1]})
    acting = ActionContext(chat.context.session, chat.actor, chat.context.now)
    try:
        opinion = perform(acting, opinion, payload)
    except RefusedError:
        return _old(chat, opinion)
    text = words.DONE[intended.action].format(words=said)
    if intended.action is Action.CLAIM:
        text = deputy_card.text(opinion, text)
    buttons = deputy_card.buttons(opinion, chat.actor.representative)
    theirs = opinion.representative_id == chat.actor.representative
    return chat.respond(text, buttons if theirs else (), target=opinion.code)


def _words(intended: Intended) -> str:
    said = intended.words or ""
    return phrases.question(said) if intended.action is Action.ASK else said


def _what_with_it(chat: DeputyContext, intended: Intended) -> TurnResult:
    buttons = [Button(words.TITLES[a], f"/as {intended.code} {a}") for a in _MENTIONED]
    buttons.append(Button(words.NEW_MATTER_TITLE, "/new"))
    text = words.WHAT_WITH_IT.format(words=intended.words)
    return chat.respond(text, buttons, intended=intended, target=intended.code)


def _old(chat: DeputyContext, opinion: Opinion) -> TurnResult:
    """A button of yesterday: how it stands now, and what can be done."""
    buttons = deputy_card.buttons(opinion, chat.actor.representative)
    return chat.respond(deputy_card.text(opinion, words.OLD_BUTTON), buttons, target=opinion.code)


def _step(action: Action) -> Callable[[DeputyContext, str], TurnResult]:
    return lambda chat, code: _take(chat, Intended(action, code))


def _as(chat: DeputyContext, given: str) -> TurnResult:
    """ "/as CODE [STEP]": what was said belongs to this matter, as this step."""
    code, _, name = given.partition(" ")
    intended = chat.context.state.intended
    if not intended or not intended.words:
        return _see(chat, code)
    action = Action(name) if name in set(_MENTIONED) else intended.action
    return _take(chat, replace(intended, action=action, code=code))


def _confirmed(chat: DeputyContext, code: str) -> TurnResult:
    intended, opinion = chat.context.state.intended, chat.found(code)
    if not intended or not opinion or intended.code != code or not intended.words:
        return _old(chat, opinion) if opinion else chat.respond(words.NO_SUCH_MATTER)
    if intended.action not in deputy_card.actions(opinion, chat.actor.representative):
        return _old(chat, opinion)
    return _do(chat, opinion, intended)


def _see(chat: DeputyContext, code: str) -> TurnResult:
    opinion = chat.found(code)
    if not opinion:
        return chat.respond(words.NO_SUCH_MATTER)
    text = deputy_card.text(opinion, "")
    buttons = deputy_card.buttons(opinion, chat.actor.representative)
    return chat.respond(text, buttons, target=opinion.code)


def _hear(chat: DeputyContext, code: str) -> TurnResult:
    """The recordings and photos of a matter."""
    opinion = chat.found(code)
    if not opinion:
        return chat.respond(words.NO_SUCH_MATTER)
    session = chat.context.session
    sounds = tuple(each.audio for each in queues.recordings(session, opinion) if each.audio)
    sent = attachments.of(session, opinion)
    photos = tuple(each.file for each in sent if each.kind is AttachmentKind.PHOTO and each.file)
    if not sounds and not photos:
        return chat.respond(
            words.NOTHING_TO_HEAR, deputy_card.buttons(opinion, chat.actor.representative)
        )
    told = chat.respond(
        words.HERE_IT_IS.format(code=receipt.shown(opinion.code)), target=opinion.code
    )
    return TurnResult(told.state, replace(told.reply, sounds=sounds, photos=photos))


def _mine(chat: DeputyContext, _rest: str = "") -> TurnResult:
    return _list(chat, words.MINE, chat.own, words.NOTHING_MINE)


def _offers(chat: DeputyContext, _rest: str = "") -> TurnResult:
    found = queues.offers(chat.context.session, chat.actor)
    return _list(chat, words.OFFERS, found, words.NOTHING_OFFERED)


def _list(chat: DeputyContext, head: str, found: Sequence[Opinion], none: str) -> TurnResult:
    if not found:
        return chat.respond(none)
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
    return chat.respond("\n".join([head.format(number=len(found)), *lines]), buttons)


def _digest(chat: DeputyContext, hour: str) -> TurnResult:
    conversation = chat.context.conversation
    tied = chat_link.of_chat(chat.context.session, conversation.channel, conversation.sender)
    if not tied or not hour.isascii() or not hour.isdigit() or int(hour) > _LAST_HOUR:
        buttons = [Button(f"{h}点", f"/digest {h}") for h in words.DIGEST_HOURS]
        return chat.respond(words.DIGEST_HOW, buttons)
    tied.digest_hour = int(hour)
    return chat.respond(words.DIGEST_SET.format(hour=int(hour)))


def _unbind(chat: DeputyContext, _rest: str) -> TurnResult:
    conversation = chat.context.conversation
    tied = chat_link.of_chat(chat.context.session, conversation.channel, conversation.sender)
    if tied:
        tied.ended_at = chat.context.now
    return chat.respond(words.UNBOUND)


def _title(opinion: Opinion) -> str:
    return f"{receipt.shown(opinion.code)} {short(opinion, 12)}"


_LAST_HOUR = 23
_COMMANDS: dict[str, Callable[[DeputyContext, str], TurnResult]] = {
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
