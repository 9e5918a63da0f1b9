"""Telling how a matter stands, in plain words."""

from dataclasses import replace

from sqlmodel import Session, col, select

from data.record.opinion import Opinion, OpinionEvent, OpinionState
from handlers.context.turn_context import Scene, Step, menu, step
from handlers.message import resident_text
from handlers.message.turn import Button, Card, CardKind, Row
from handlers.notification.outbox import take_news
from handlers.opinion import lookup, receipt
from handlers.opinion.deadline import HANGZHOU
from handlers.opinion.excerpt import short
from nlu.context import Question

_WRONG_CODES = 5
_WITH_NEWS = (
    OpinionState.ASSIGNED,
    OpinionState.HANDLING,
    OpinionState.TRANSFERRED,
    OpinionState.SUGGESTED,
    OpinionState.ANSWERED,
    OpinionState.DECLINED,
)
"""States of which the newest words say more than the state does."""


def query(scene: Scene) -> Step:
    """How it stands with the matter she means, or the question for its code."""
    code = scene.heard.entities.code
    if code:
        return by_code(scene, code)
    opinion = lookup.by_talk(scene.session, scene.state.codes, scene.heard)
    return tell(scene, opinion) if opinion else ask_code(scene)


def by_code(scene: Scene, code: str) -> Step:
    """How it stands with this code. After a few wrong ones a person has to help:
    that is kind to a resident, and it stops whoever tries codes out."""
    if scene.state.wrong_codes >= _WRONG_CODES:
        return _too_often(scene)
    opinion = lookup.by_code(scene.session, code) if receipt.valid(code) else None
    if opinion:
        return tell(scene, opinion)
    state = replace(scene.state, wrong_codes=scene.state.wrong_codes + 1)
    if state.wrong_codes >= _WRONG_CODES:
        return _too_often(scene.having(state))
    text = resident_text.CODE_UNKNOWN if receipt.valid(code) else resident_text.CODE_MISHEARD
    return step(state, text, buttons=_person(), question=Question.CODE)


def ask_code(scene: Scene) -> Step:
    """Ask for the code; who has asked before and has none hears what to do."""
    if scene.state.question is Question.CODE:
        state = replace(scene.state, misses=scene.state.misses + 1)
        return step(state, resident_text.NOTHING_FILED, buttons=_person(), question=Question.CODE)
    text = resident_text.QUESTIONS[Question.CODE]
    return step(scene.state, text, buttons=_person(), question=Question.CODE)


def tell(scene: Scene, opinion: Opinion) -> Step:
    """The state of one opinion and its last news. Whoever knows only the code hears nothing
    personal. An answer is followed by the question whether it is good; where somebody asked the
    resident something, what she says next is the answer to it."""
    take_news(scene.session, opinion, scene.now)
    acting = main(scene.session, opinion)
    news = latest_words(scene.session, acting) if acting.state in _WITH_NEWS else None
    text = resident_text.STATUS_OF.format(
        matter=short(opinion), state=news or resident_text.STATES[opinion.state]
    )
    filed = opinion.filed_at.astimezone(HANGZHOU)
    rows = [
        Row(resident_text.STATUS_LABEL, resident_text.STATES_SHORT[acting.state]),
        Row(resident_text.MATTER_LABEL, short(opinion)),
        Row(resident_text.FILED_LABEL, f"{filed.year}年{filed.month}月{filed.day}日"),
    ]
    if news:
        rows.append(Row(resident_text.LATEST_LABEL, news))
    card = Card(
        CardKind.STATUS, resident_text.STATUS_CARD_TITLE, tuple(rows), receipt.shown(opinion.code)
    )
    state = replace(scene.state, target=opinion.code, misses=0, wrong_codes=0)
    if opinion.waiting_since:
        return step(state, text, card=card, question=Question.SUPPLEMENT)
    if opinion.state is OpinionState.ANSWERED:
        text += resident_text.QUESTIONS[Question.EVALUATE]
        return step(state, text, card=card, buttons=grades(), question=Question.EVALUATE)
    return step(state, text, card=card, buttons=menu())


def grades() -> tuple[Button, ...]:
    """The three grades."""
    return tuple(Button(title, title) for title in resident_text.GRADE_TITLES)


def main(session: Session, opinion: Opinion) -> Opinion:
    """The opinion that is dealt with: the one that this was merged into, or itself."""
    return session.get(Opinion, opinion.merged_into_id or opinion.id) or opinion


def latest_words(session: Session, opinion: Opinion) -> str | None:
    """The newest words that its resident was meant to hear."""
    return session.exec(
        select(OpinionEvent.words_resident)
        .where(
            OpinionEvent.opinion_id == opinion.id,
            col(OpinionEvent.words_resident).is_not(None),
        )
        .order_by(col(OpinionEvent.id).desc())
        .limit(1)
    ).first()


def _too_often(scene: Scene) -> Step:
    return step(scene.state, resident_text.CODE_TOO_OFTEN, buttons=_person())


def _person() -> tuple[Button, ...]:
    return (Button(resident_text.HUMAN_TITLE, "/human"),)
