"""What lies on somebody's desk: the sorting queue, what is due, offers, dead letters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from data.account import Role
from data.casework import Claim
from data.conversation import Utterance
from data.notice import Notice, NoticeState
from data.opinion import Opinion, OpinionEvent, OpinionState
from data.reference import divisions
from data.station import Representative, Station, StationLevel
from handlers.actor import Actor
from handlers.likeness import OPEN
from handlers.work import MissingError, needed

QUEUED = (OpinionState.RECEIVED, OpinionState.RETURNED, OpinionState.SORTED)
OFFERED = (*QUEUED, OpinionState.ASSIGNED, OpinionState.HANDLING)
MOST = 100
_LONGEST_NAME = 40


@dataclass(frozen=True)
class Counts:
    """How much waits: at the desk, late, and letters that did not arrive."""

    queued: int
    late: int
    dead: int


def counts(session: Session, actor: Actor, now: datetime) -> Counts:
    """For the head of every page."""
    opinions = select(func.count()).select_from(Opinion).where(actor.scope())
    queued = session.exec(opinions.where(col(Opinion.state).in_(QUEUED))).one()
    late = session.exec(
        opinions.where(col(Opinion.due_at) < now, col(Opinion.state).in_(OPEN))
    ).one()
    dead = select(func.count()).select_from(Notice).where(*_dead(actor))
    return Counts(queued, late, session.exec(dead).one() if actor.is_staff else 0)


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


def letters(session: Session, actor: Actor) -> Sequence[Notice]:
    """News that did not arrive and is not tried any more, the newest first."""
    if not actor.is_staff:
        return []
    return session.exec(
        select(Notice).where(*_dead(actor)).order_by(col(Notice.id).desc()).limit(MOST)
    ).all()


def _dead(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """What makes a notice a dead letter of somebody's."""
    mine = select(Opinion.id).where(actor.scope())
    dead = col(Notice.state) == NoticeState.DEAD
    return (dead,) if actor.stations is None else (dead, col(Notice.opinion_id).in_(mine))


def recordings(session: Session, opinion: Opinion) -> Sequence[Utterance]:
    """What was said of an opinion, in order, with its sound where there is one."""
    return session.exec(
        select(Utterance).where(Utterance.opinion_id == opinion.id).order_by(col(Utterance.id))
    ).all()


def stations(session: Session, actor: Actor) -> Sequence[Station]:
    """The stations that are somebody's, from the city down."""
    query = select(Station)
    if actor.stations is not None:
        query = query.where(col(Station.code).in_(actor.stations))
    found = session.exec(query.order_by(col(Station.code))).all()
    order = list(StationLevel)
    return sorted(found, key=lambda station: order.index(station.level))


def deputies(session: Session, station: str) -> Sequence[Representative]:
    """The deputies of a station."""
    return session.exec(
        select(Representative)
        .where(Representative.station_code == station)
        .order_by(col(Representative.code))
    ).all()


def add_deputy(session: Session, station: str, fields: Mapping[str, str]) -> Representative:
    """A new deputy of a station, from a form. Raises MissingError."""
    name = needed("name", fields.get("name"))[:_LONGEST_NAME]
    grid = fields.get("grid") or None
    if grid and not divisions.load().get(grid):
        raise MissingError("grid")
    if not session.get(Station, station):
        raise MissingError("station")
    taken = {deputy.code for deputy in deputies(session, station)}
    code = next(code for n in count(1) if (code := f"{station}-{n}") not in taken)
    deputy = Representative(
        code=code,
        name=name,
        station_code=station,
        grid=grid,
        phone=fields.get("phone") or None,
    )
    session.add(deputy)
    return deputy


@dataclass(frozen=True)
class Ledger:
    """What a deputy did (the base of 积分): steps by action, and claims by how they ended."""

    steps: dict[str, int]
    claims: dict[str, int]


def ledger(session: Session, representative: Representative) -> Ledger:
    """Everything that the history knows of a deputy."""
    trace = f"{Role.REPRESENTATIVE}:{representative.id}"
    steps = session.exec(
        select(OpinionEvent.action, func.count())
        .where(OpinionEvent.actor == trace)
        .group_by(OpinionEvent.action)
    ).all()
    claims = session.exec(
        select(Claim.ended, func.count())
        .where(Claim.representative_id == representative.id)
        .group_by(Claim.ended)
    ).all()
    return Ledger(dict(steps), {ended or "open": number for ended, number in claims})
