"""Telling how a matter stands, in plain words."""

from dataclasses import replace

from sqlmodel import Session, col, select

from data.calendar import HANGZHOU
from data.record.opinion import Opinion, OpinionEvent, OpinionState
from handlers.context.turn_context import TurnContext, TurnResult, menu, respond
from handlers.message import resident_text
from handlers.message.turn import Button, Card, CardKind, Row
from handlers.notification.outbox import take_news
from handlers.opinion import archive, lookup, receipt
from handlers.opinion.excerpt import short
from nlu.context import Question

_WRONG_CODES = 5
_LONGEST = 200  # letters of a suggestion on a card
_WITH_NEWS = (
    OpinionState.ASSIGNED,
    OpinionState.HANDLING,
    OpinionState.TRANSFERRED,
    OpinionState.SUGGESTED,
    OpinionState.ANSWERED,
    OpinionState.DECLINED,
)
"""States of which the newest words say more than the state does."""


def query(context: TurnContext) -> TurnResult:
    """How it stands with the matter she means, or the question for its code."""
    code = context.heard.entities.code
    if code:
        return by_code(context, code)
    opinion = lookup.by_talk(context.session, context.state.codes, context.heard)
    return tell(context, opinion) if opinion else ask_code(context)


def by_code(context: TurnContext, code: str) -> TurnResult:
    """How it stands with this code. After a few wrong ones a person has to help:
    that is kind to a resident, and it stops whoever tries codes out."""
    if context.state.wrong_codes >= _WRONG_CODES:
        return _too_often(context)
    opinion = lookup.by_code(context.session, code) if receipt.valid(code) else None
    if opinion:
        return tell(context, opinion)
    state = replace(context.state, wrong_codes=context.state.wrong_codes + 1)
    if state.wrong_codes >= _WRONG_CODES:
        return _too_often(context.having(state))
    text = resident_text.CODE_UNKNOWN if receipt.valid(code) else resident_text.CODE_MISHEARD
    return respond(state, text, buttons=_person(), question=Question.CODE)


def ask_code(context: TurnContext) -> TurnResult:
    """Ask for the code; who has asked before and has none hears what to do."""
    if context.state.question is Question.CODE:
        state = replace(context.state, misses=context.state.misses + 1)
        return respond(
            state, resident_text.NOTHING_FILED, buttons=_person(), question=Question.CODE
        )
    text = resident_text.QUESTIONS[Question.CODE]
    return respond(context.state, text, buttons=_person(), question=Question.CODE)


def tell(context: TurnContext, opinion: Opinion) -> TurnResult:
    """The state of one opinion and its last news. Whoever knows only the code hears nothing
    personal. An answer is followed by the question whether it is good; where somebody asked the
    resident something, what she says next is the answer to it."""
    take_news(context.session, opinion, context.now)
    acting = main(context.session, opinion)
    news = latest_words(context.session, acting) if acting.state in _WITH_NEWS else None
    stands = news or resident_text.STATES.get(opinion.state, resident_text.UNDER_WAY)
    text = resident_text.STATUS_OF.format(matter=short(opinion), state=stands)
    filed = opinion.filed_at.astimezone(HANGZHOU)
    rows = [
        Row(
            resident_text.STATUS_LABEL,
            resident_text.STATES_SHORT.get(acting.state, resident_text.UNDER_WAY_SHORT),
        ),
        Row(resident_text.MATTER_LABEL, short(opinion)),
        Row(resident_text.FILED_LABEL, f"{filed.year}年{filed.month}月{filed.day}日"),
    ]
    if news:
        rows.append(Row(resident_text.LATEST_LABEL, news))
    if suggested := suggestion(context.session, acting):
        rows.append(Row(resident_text.SUGGESTION_LABEL, suggested))
    card = Card(
        CardKind.STATUS, resident_text.STATUS_CARD_TITLE, tuple(rows), receipt.shown(opinion.code)
    )
    state = replace(context.state, target=opinion.code, misses=0, wrong_codes=0)
    if opinion.waiting_since:
        return respond(state, text, card=card, question=Question.SUPPLEMENT)
    if opinion.state is OpinionState.ANSWERED:
        text += resident_text.QUESTIONS[Question.EVALUATE]
        return respond(state, text, card=card, buttons=grades(), question=Question.EVALUATE)
    return respond(state, text, card=card, buttons=menu())


def grades() -> tuple[Button, ...]:
    """The three grades."""
    return tuple(Button(title, title) for title in resident_text.GRADE_TITLES)


def main(session: Session, opinion: Opinion) -> Opinion:
    """The opinion that is dealt with: the one that this was merged into, or itself."""
    return session.get(Opinion, opinion.merged_into_id or opinion.id) or opinion


def suggestion(session: Session, opinion: Opinion) -> str | None:
    """What a deputy suggested on it, as the resident may read it; the newest of two."""
    if opinion.state is not OpinionState.SUGGESTED:
        return None
    found = archive.suggestions(session, opinion)
    return f"《{found[-1].title}》{found[-1].words[:_LONGEST]}" if found else None


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


def _too_often(context: TurnContext) -> TurnResult:
    return respond(context.state, resident_text.CODE_TOO_OFTEN, buttons=_person())


def _person() -> tuple[Button, ...]:
    return (Button(resident_text.HUMAN_TITLE, "/human"),)
