"""Handing a talk over to a person: who waits for staff, and since when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select, true

from data.record.account import Account
from data.record.conversation import Conversation, Utterance, UtteranceState
from data.record.handoff import Handoff
from data.record.opinion import Opinion
from data.reference.place.divisions import CITY
from handlers.message import notice_text as words
from handlers.notification import outbox
from handlers.opinion.actor import Actor

MOST = 100
RECENT = 10
"""How many that were attended to are shown."""


@dataclass(frozen=True)
class Waiting:
    """Somebody who waits: `said` are their last words, `filed` what they brought."""

    handoff: Handoff
    conversation: Conversation
    said: str | None
    filed: Sequence[Opinion]


@dataclass(frozen=True)
class Attended:
    """A wish that came to its end, and the name of whoever attended to it."""

    handoff: Handoff
    by: str | None


def ask(session: Session, conversation: Conversation, now: datetime) -> Handoff:
    """Put somebody into the queue of their station, and tell it; who waits already waits on."""
    if found := _open(session, conversation):
        return found
    station = conversation.station_code or CITY
    handoff = Handoff(conversation_id=conversation.id, station_code=station, at=now)
    session.add(handoff)
    session.flush()
    place = words.WAITING_AT.get(conversation.channel, words.WAITING_ELSEWHERE)
    text = words.PERSON_WANTED.format(where=place)
    outbox.tell_desk(session, f"handoff-{handoff.id}", station, text, now)
    return handoff


def waiting(session: Session, actor: Actor) -> Sequence[Waiting]:
    """Who waits at somebody's desk, the longest first."""
    found = session.exec(
        select(Handoff, Conversation)
        .join(Conversation, col(Conversation.id) == Handoff.conversation_id)
        .where(_theirs(actor), col(Handoff.ended_at).is_(None))
        .order_by(col(Handoff.at), col(Handoff.id))
        .limit(MOST)
    ).all()
    return [
        Waiting(wish, talk, _said(session, talk), _filed(session, talk)) for wish, talk in found
    ]


def attended(session: Session, actor: Actor) -> Sequence[Attended]:
    """Who was attended to lately, the newest first."""
    found = session.exec(
        select(Handoff, Account.name)
        .join(Account, col(Account.id) == Handoff.ended_by, isouter=True)
        .where(_theirs(actor), col(Handoff.ended_at).is_not(None))
        .order_by(col(Handoff.ended_at).desc())
        .limit(RECENT)
    ).all()
    return [Attended(wish, name) for wish, name in found]


def count(session: Session, actor: Actor) -> int:
    """How many wait."""
    query = select(func.count()).select_from(Handoff)
    return session.exec(query.where(_theirs(actor), col(Handoff.ended_at).is_(None))).one()


def attend(session: Session, actor: Actor, account: Account, number: int, now: datetime) -> bool:
    """Somebody of the staff has seen to it; False where it is not theirs, or was done before."""
    found = session.exec(
        select(Handoff)
        .where(Handoff.id == number, _theirs(actor), col(Handoff.ended_at).is_(None))
        .with_for_update()
    ).first()
    if not found:
        return False
    found.ended_at, found.ended_by = now, account.id
    session.add(found)
    return True


def let_go(session: Session, conversation: Conversation, now: datetime) -> None:
    """Nobody waits here any more."""
    if found := _open(session, conversation):
        found.ended_at = now
        session.add(found)


def _open(session: Session, conversation: Conversation) -> Handoff | None:
    """The wish that still waits; the database allows one a conversation."""
    return session.exec(
        select(Handoff).where(
            Handoff.conversation_id == conversation.id, col(Handoff.ended_at).is_(None)
        )
    ).first()


def _theirs(actor: Actor) -> ColumnElement[bool]:
    if not actor.is_staff:
        return col(Handoff.id).is_(None)
    return true() if actor.stations is None else col(Handoff.station_code).in_(actor.stations)


def _said(session: Session, conversation: Conversation) -> str | None:
    """The last words that were no command."""
    heard = session.exec(
        select(Utterance.transcript)
        .where(
            Utterance.conversation_id == conversation.id, Utterance.state == UtteranceState.HEARD
        )
        .order_by(col(Utterance.id).desc())
        .limit(RECENT)
    ).all()
    return next((said for said in heard if said and not said.startswith("/")), None)


def _filed(session: Session, conversation: Conversation) -> Sequence[Opinion]:
    return session.exec(
        select(Opinion)
        .where(Opinion.conversation_id == conversation.id)
        .order_by(col(Opinion.id).desc())
        .limit(RECENT)
    ).all()
