"""Who acts, and which opinions they may see."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, false, or_, select, true

from data.record.account import Account, Role
from data.record.opinion import Opinion
from data.record.station import Representative, Station

STAFF_ROLES = (Role.STAFF, Role.CITY)


@dataclass(frozen=True)
class Actor:
    """Somebody with a role. `trace` is what is written into the history, without a name that
    readers of the history need not know.

    `stations` are the codes of the stations whose opinions are theirs; None is all of them.
    `client` is the program through which residents act who use it.
    """

    role: Role
    trace: str
    stations: frozenset[str] | None = frozenset()
    unit: str | None = None
    division: str | None = None
    representative: int | None = None
    client: str | None = None

    @property
    def is_staff(self) -> bool:
        """Whether they work at a station's desk, or at the city's."""
        return self.role in STAFF_ROLES

    def scope(self) -> ColumnElement[bool]:
        """The condition on opinions that they may see."""
        mine = true() if self.stations is None else col(Opinion.station_code).in_(self.stations)
        match self.role:
            case Role.UNIT:
                here = col(Opinion.unit_code) == self.unit
                if self.division:
                    here = and_(here, col(Opinion.unit_division) == self.division)
                return here
            case Role.REPRESENTATIVE:
                return or_(mine, col(Opinion.representative_id) == self.representative)
            case Role.PLATFORM:
                return col(Opinion.state).in_(("transferred",))
            case Role.STAFF | Role.CITY:
                return mine
            case Role.RESIDENT if self.client:
                return col(Opinion.client) == self.client
            case _:
                return false()

    def sees(self, session: Session, opinion: Opinion) -> bool:
        """Whether this opinion is one of theirs."""
        return bool(
            session.exec(select(Opinion.id).where(Opinion.id == opinion.id, self.scope())).first()
        )


RESIDENT = Actor(Role.RESIDENT, "resident")
CLOCK = Actor(Role.CLOCK, "clock", stations=None)
PLATFORM = Actor(Role.PLATFORM, "platform", stations=None)


def of_account(session: Session, account: Account) -> Actor:
    """Who acts when this account is used."""
    stations = below(session, account.station_code) if account.station_code else None
    trace = f"{account.role}:{account.name}"
    if account.role is Role.UNIT:
        return Actor(Role.UNIT, trace, frozenset(), account.unit_code, account.station_code)
    if account.role is Role.REPRESENTATIVE:
        representative = session.get(Representative, account.representative_id)
        return of_representative(representative) if representative else Actor(Role.RESIDENT, trace)
    if account.role is Role.RESIDENT:
        return Actor(Role.RESIDENT, trace, client=account.name)
    return Actor(account.role, trace, stations)


def of_representative(representative: Representative) -> Actor:
    """A deputy, at the station that deputy is tied to."""
    return Actor(
        Role.REPRESENTATIVE,
        f"{Role.REPRESENTATIVE}:{representative.id}",
        frozenset({representative.station_code}),
        representative=representative.id,
    )


def below(session: Session, code: str) -> frozenset[str] | None:
    """A station's code with those of all stations below it; None for the city's: that is all."""
    parents = session.exec(select(Station.code, Station.parent_code)).all()
    if any(known == code and parent is None for known, parent in parents):
        return None
    found = {code}
    for _ in ("county", "centre", "point"):
        found |= {known for known, parent in parents if parent in found}
    return frozenset(found)
