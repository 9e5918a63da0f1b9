"""The stations' network, from the city down to streets and towns: there from the first start."""

from sqlmodel import Session, func, select

from data.record.station import Station, StationLevel
from data.reference.place import divisions
from data.reference.place.divisions import CITY, DivisionLevel

CALLED = "人大代表联络站"
"""What the institution is called, everywhere."""
_LEVELS = {
    DivisionLevel.CITY: StationLevel.CITY,
    DivisionLevel.DISTRICT: StationLevel.COUNTY,
    DivisionLevel.STREET: StationLevel.CENTRE,
}


def prepare(session: Session) -> None:
    """Add a station for each division that has none yet."""
    wanted = [division for division in divisions.load().all if division.level in _LEVELS]
    if session.exec(select(func.count()).select_from(Station)).one() >= len(wanted):
        return
    known = set(session.exec(select(Station.code)).all())
    for level, rank in _LEVELS.items():
        for division in divisions.load().at(level):
            if division.code in known:
                continue
            parent = {StationLevel.COUNTY: CITY, StationLevel.CENTRE: division.district_code}
            session.add(
                Station(
                    code=division.code,
                    name=f"{division.words or division.name}{CALLED}",
                    level=rank,
                    parent_code=parent.get(rank),
                )
            )
        # A street's row points at its district's, so the districts must be there first.
        session.flush()
