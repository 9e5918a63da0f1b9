"""The roster: stations, the deputies who belong to them, and what each deputy did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from sqlmodel import Session, col, func, select

from data.record.account import Account, Role
from data.record.casework import Claim
from data.record.opinion import OpinionEvent
from data.record.station import Representative, Station, StationLevel
from data.reference.place import divisions
from handlers.opinion.actor import Actor
from handlers.opinion.errors import MissingError, needed

_LONGEST_NAME = 40


def stations(session: Session, actor: Actor) -> Sequence[Station]:
    """The stations that are somebody's, from the city down."""
    query = select(Station)
    if actor.stations is not None:
        query = query.where(col(Station.code).in_(actor.stations))
    found = session.exec(query.order_by(col(Station.code))).all()
    order = {level: number for number, level in enumerate(StationLevel)}
    return sorted(found, key=lambda station: order.get(station.level, len(order)))


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


def accounts(session: Session, station: str) -> Sequence[Account]:
    """Who can sign in at a station, or with a token of it."""
    return session.exec(
        select(Account)
        .where(Account.station_code == station, col(Account.active).is_(True))
        .order_by(col(Account.made_at), col(Account.id))
    ).all()


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
