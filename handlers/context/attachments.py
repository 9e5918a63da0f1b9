"""Photos and positions that residents send: kept with the opinion that they belong to."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, select, update

from data.record.attachment import Attachment, AttachmentKind
from data.record.opinion import OPEN, Opinion
from handlers.action.context import ActionContext
from handlers.action.payload import ColleagueText
from handlers.action.perform import perform
from handlers.action.resident_requests import SupplementPayload
from handlers.context.draft import Draft
from handlers.context.turn_context import TurnContext, TurnResult, menu, respond
from handlers.message import chat_text as words
from handlers.message import resident_text as common
from handlers.message.turn import Button, Turn
from handlers.opinion import lookup
from handlers.opinion.actor import RESIDENT
from handlers.opinion.excerpt import short
from nlu.context import Question
from nlu.place import position as positions


def note(session: Session, conversation: str, turn: Turn, at: datetime) -> None:
    """Put down what came with a turn, before anything is made of it."""
    for each in turn.enclosed:
        where = f"{each.position[0]:.6f},{each.position[1]:.6f}" if each.position else None
        session.add(
            Attachment(
                kind=each.kind,
                conversation_id=conversation,
                turn_id=turn.id,
                file=each.file,
                position=where,
                at=at,
            )
        )


def belong(context: TurnContext, turns: Sequence[str], opinion: Opinion) -> None:
    """What came with these turns belongs to this opinion."""
    context.session.exec(
        update(Attachment)
        .where(
            col(Attachment.conversation_id) == context.conversation.id,
            col(Attachment.turn_id).in_(turns),
        )
        .values(opinion_id=opinion.id)
    )


def of(session: Session, opinion: Opinion) -> Sequence[Attachment]:
    """What was sent with an opinion, in order."""
    return session.exec(
        select(Attachment).where(Attachment.opinion_id == opinion.id).order_by(col(Attachment.id))
    ).all()


def take(context: TurnContext) -> TurnResult:
    """A photo or a position without words: into the story that is being told, to the matter that
    is being added to, or else the beginning of a new story."""
    state = context.state
    photo = context.turn.enclosed[0].kind is AttachmentKind.PHOTO
    if state.question is Question.SUPPLEMENT and state.target:
        opinion = lookup.by_code(context.session, state.target)
        if opinion and opinion.state in OPEN:
            return _add(context, opinion, (context.turn.id,))
    draft = (state.draft or Draft()).of(context.turn.id)
    kept = words.PHOTO_KEPT if photo else words.LOCATION_KEPT
    if not draft.matter:
        return _what_is_it(context, draft, photo)
    if not photo and not (draft.place or draft.where):
        return _whereabouts(context, draft)
    text = kept + _again(context)
    last = state.last
    return respond(
        replace(state, draft=draft),
        text,
        buttons=last.buttons if last else (),
        card=last.card if last and state.question is Question.CONFIRM else None,
        question=state.question,
    )


def _whereabouts(context: TurnContext, draft: Draft) -> TurnResult:
    """A position for a matter without a place: the district, where it is sure, and the question
    for what no map of ours knows."""
    position = context.turn.enclosed[0].position
    found = positions.whereabouts(*position) if position else positions.Whereabouts()
    names = words.OR.join(district.name for district in found.districts)
    seems = words.SEEMS_HERE if found.sure else words.PERHAPS_HERE
    text = seems.format(place=names) if names else words.NOT_KNOWN_HERE
    if found.sure:
        draft = replace(draft, place=positions.place(found.districts[0]))
    state = replace(context.state, draft=draft.having_asked(Question.WHERE))
    return respond(state, text, question=Question.WHERE)


def add_to(context: TurnContext, code: str) -> TurnResult:
    """ "加到上一件里": what was sent last belongs to a matter that is filed already."""
    opinion = lookup.by_code(context.session, code)
    draft = context.state.draft
    if not opinion or code not in context.state.codes or not draft or opinion.state not in OPEN:
        return respond(context.state, words.NO_SUCH_MATTER, buttons=menu())
    return _add(context.having(replace(context.state, draft=None)), opinion, draft.utterances)


def _add(context: TurnContext, opinion: Opinion, turns: Sequence[str]) -> TurnResult:
    belong(context, turns, opinion)
    acting = ActionContext(context.session, RESIDENT, context.now)
    perform(acting, opinion, SupplementPayload(words=ColleagueText(words.SENT_MORE)))
    return respond(context.state, words.ENCLOSED.format(matter=short(opinion)), buttons=menu())


def _what_is_it(context: TurnContext, draft: Draft, photo: bool) -> TurnResult:
    state = replace(context.state, draft=draft)
    buttons: tuple[Button, ...] = ()
    if state.codes:
        buttons = (Button(words.ENCLOSE_TITLE, f"/enclose {state.codes[-1]}"),)
    text = words.WHAT_IS_IT if photo else words.WHAT_IS_THERE
    return respond(state, text, buttons=buttons, question=Question.WHAT)


def _again(context: TurnContext) -> str:
    """The open question once more."""
    return common.QUESTIONS.get(context.state.question, "")
