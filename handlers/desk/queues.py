"""What waits for somebody: the sorting queue, what is due, offers, what was not delivered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from data.record.conversation import Utterance
from data.record.notice import Delivery, Notice, NoticeState
from data.record.opinion import OPEN, Opinion, OpinionState
from handlers.desk import handoff
from handlers.opinion.actor import Actor

QUEUED = (OpinionState.RECEIVED, OpinionState.RETURNED, OpinionState.SORTED)
OFFERED = (*QUEUED, OpinionState.ASSIGNED, OpinionState.HANDLING)
MOST = 100


@dataclass(frozen=True)
class Counts:
    """How much waits: at the desk, late, news that did not arrive, people who want a person."""

    queued: int
    late: int
    dead: int
    handoffs: int


def counts(session: Session, actor: Actor, now: datetime) -> Counts:
    """For the head of every page."""
    opinions = select(func.count()).select_from(Opinion).where(actor.scope())
    queued = session.exec(opinions.where(col(Opinion.state).in_(QUEUED))).one()
    late = session.exec(
        opinions.where(col(Opinion.due_at) < now, col(Opinion.state).in_(OPEN))
    ).one()
    dead = select(func.count()).select_from(Notice).where(*_dead(actor))
    undelivered = session.exec(dead).one() if actor.is_staff else 0
    return Counts(queued, late, undelivered, handoff.count(session, actor))


def queue(session: Session, actor: Actor) -> Sequence[Opinion]:
    """What waits to be sorted: danger first, then what is due first."""
    return session.exec(
        select(Opinion)
        .where(actor.scope(), col(Opinion.state).in_(QUEUED))
        .order_by(col(Opinion.urgent).is_(None), col(Opinion.due_at), col(Opinion.id))
        .limit(MOST)
    ).all()


def due(session: Session, actor: Actor) -> Sequence[Opinion]:
    """What is open, the latest on top."""
    return session.exec(
        select(Opinion)
        .where(actor.scope(), col(Opinion.due_at).is_not(None), col(Opinion.state).in_(OPEN))
        .order_by(col(Opinion.due_at), col(Opinion.id))
        .limit(MOST)
    ).all()


def offers(session: Session, actor: Actor) -> Sequence[Opinion]:
    """What a deputy may claim."""
    return session.exec(
        select(Opinion)
        .where(
            actor.scope(),
            col(Opinion.state).in_(OFFERED),
            col(Opinion.representative_id).is_(None),
        )
        .order_by(col(Opinion.urgent).is_(None), col(Opinion.due_at), col(Opinion.id))
        .limit(MOST)
    ).all()


def undelivered(session: Session, actor: Actor) -> Sequence[Notice]:
    """News that did not arrive and is not tried any more, the newest first."""
    if not actor.is_staff:
        return []
    return session.exec(
        select(Notice).where(*_dead(actor)).order_by(col(Notice.id).desc()).limit(MOST)
    ).all()


def last_try(session: Session, notice: Notice) -> Delivery | None:
    """The newest try to deliver a notice: when it was, and why it failed."""
    return session.exec(
        select(Delivery)
        .where(Delivery.notice_id == notice.id)
        .order_by(col(Delivery.id).desc())
        .limit(1)
    ).first()


def _dead(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """What makes a notice one that somebody has to look after."""
    mine = select(Opinion.id).where(actor.scope())
    dead = col(Notice.state) == NoticeState.DEAD
    return (dead,) if actor.stations is None else (dead, col(Notice.opinion_id).in_(mine))


def recordings(session: Session, opinion: Opinion) -> Sequence[Utterance]:
    """What was said of an opinion, in order, with its sound where there is one."""
    return session.exec(
        select(Utterance).where(Utterance.opinion_id == opinion.id).order_by(col(Utterance.id))
    ).all()
