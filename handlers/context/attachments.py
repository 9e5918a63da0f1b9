"""Photos and positions that residents send: kept with the opinion that they belong to."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlmodel import Session, col, select, update

from data.record.attachment import Attachment, AttachmentKind
from data.record.opinion import OPEN, Opinion
from handlers.action.context import Work
from handlers.action.payload import ColleagueText
from handlers.action.perform import perform
from handlers.action.resident_requests import SupplementPayload
from handlers.context.draft import Draft
from handlers.context.turn_context import Scene, Step, menu, step
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


def belong(scene: Scene, turns: Sequence[str], opinion: Opinion) -> None:
    """What came with these turns belongs to this opinion."""
    scene.session.exec(
        update(Attachment)
        .where(
            col(Attachment.conversation_id) == scene.conversation.id,
            col(Attachment.turn_id).in_(turns),
        )
        .values(opinion_id=opinion.id)
    )


def of(session: Session, opinion: Opinion) -> Sequence[Attachment]:
    """What was sent with an opinion, in order."""
    return session.exec(
        select(Attachment).where(Attachment.opinion_id == opinion.id).order_by(col(Attachment.id))
    ).all()


def take(scene: Scene) -> Step:
    """A photo or a position without words: into the story that is being told, to the matter that
    is being added to, or else the beginning of a new story."""
    state = scene.state
    photo = scene.turn.enclosed[0].kind is AttachmentKind.PHOTO
    if state.question is Question.SUPPLEMENT and state.target:
        opinion = lookup.by_code(scene.session, state.target)
        if opinion and opinion.state in OPEN:
            return _add(scene, opinion, (scene.turn.id,))
    draft = (state.draft or Draft()).of(scene.turn.id)
    kept = words.PHOTO_KEPT if photo else words.LOCATION_KEPT
    if not draft.matter:
        return _what_is_it(scene, draft, photo)
    if not photo and not (draft.place or draft.where):
        return _whereabouts(scene, draft)
    text = kept + _again(scene)
    last = state.last
    return step(
        replace(state, draft=draft),
        text,
        buttons=last.buttons if last else (),
        card=last.card if last and state.question is Question.CONFIRM else None,
        question=state.question,
    )


def _whereabouts(scene: Scene, draft: Draft) -> Step:
    """A position for a matter without a place: the district, where it is sure, and the question
    for what no map of ours knows."""
    position = scene.turn.enclosed[0].position
    found = positions.whereabouts(*position) if position else positions.Whereabouts()
    names = words.OR.join(district.name for district in found.districts)
    seems = words.SEEMS_HERE if found.sure else words.PERHAPS_HERE
    text = seems.format(place=names) if names else words.NOT_KNOWN_HERE
    if found.sure:
        draft = replace(draft, place=positions.place(found.districts[0]))
    state = replace(scene.state, draft=draft.having_asked(Question.WHERE))
    return step(state, text, question=Question.WHERE)


def add_to(scene: Scene, code: str) -> Step:
    """ "加到上一件里": what was sent last belongs to a matter that is filed already."""
    opinion = lookup.by_code(scene.session, code)
    draft = scene.state.draft
    if not opinion or code not in scene.state.codes or not draft or opinion.state not in OPEN:
        return step(scene.state, words.NO_SUCH_MATTER, buttons=menu())
    return _add(scene.having(replace(scene.state, draft=None)), opinion, draft.utterances)


def _add(scene: Scene, opinion: Opinion, turns: Sequence[str]) -> Step:
    belong(scene, turns, opinion)
    work = Work(scene.session, RESIDENT, scene.now)
    perform(work, opinion, SupplementPayload(words=ColleagueText(words.SENT_MORE)))
    return step(scene.state, words.ENCLOSED.format(matter=short(opinion)), buttons=menu())


def _what_is_it(scene: Scene, draft: Draft, photo: bool) -> Step:
    state = replace(scene.state, draft=draft)
    buttons: tuple[Button, ...] = ()
    if state.codes:
        buttons = (Button(words.ENCLOSE_TITLE, f"/enclose {state.codes[-1]}"),)
    text = words.WHAT_IS_IT if photo else words.WHAT_IS_THERE
    return step(state, text, buttons=buttons, question=Question.WHAT)


def _again(scene: Scene) -> str:
    """The open question once more."""
    return common.QUESTIONS.get(scene.state.question, "")
