"""Which way an opinion goes: to a unit of the township, to the platform, or to the desk first."""

import re
from dataclasses import dataclass

from data.record.opinion import Opinion
from data.record.station import Station
from data.reference.matter import jurisdictions
from data.reference.matter.jurisdictions import UnitEntry
from data.reference.place import divisions
from data.reference.place.divisions import DivisionLevel
from handlers.action import claim
from handlers.action.context import ActionContext
from handlers.action.payload import DivisionCode, ForColleagues, Payload, UnitCode
from handlers.message import notice_text as words
from handlers.notification import outbox
from handlers.opinion import proposal
from handlers.opinion.actor import CLOCK
from handlers.opinion.errors import MissingError
from handlers.opinion.lifecycle import Action
from handlers.opinion.proposal import Proposal
from nlu.understanding import Jurisdiction, Level

_HIGHER = (Level.COUNTY, Level.CITY)
_GENERAL_NAMES = re.compile(r"街道（镇）|区（县、市）")
_DIVISIONS = {"township": DivisionLevel.STREET, "county": DivisionLevel.DISTRICT}


@dataclass(frozen=True)
class Assignment:
    """Which unit handles an opinion, and for which division."""

    unit: UnitEntry
    division: str | None

    @property
    def name(self) -> str:
        """What the unit is called there: 清波街道城市管理科."""
        here = divisions.load().get(self.division)
        general = _GENERAL_NAMES.match(self.unit.name)
        return here.name + self.unit.name[general.end() :] if here and general else self.unit.name


class AssignPayload(Payload):
    """Hand it to a unit (交办)."""

    action = Action.ASSIGN
    unit: UnitCode
    division: DivisionCode | None = None
    note: ForColleagues | None = None

    def take(self, acting: ActionContext, opinion: Opinion) -> None:
        """Raises MissingError for a unit or division that there is not."""
        assign(acting, opinion, assignment(opinion, self.unit, self.division), self.note)


class TransferPayload(Payload):
    """Pass it to the outside platform (基层治理四平台)."""

    action = Action.TRANSFER
    unit: UnitCode | None = None
    division: DivisionCode | None = None
    note: ForColleagues | None = None

    def take(self, acting: ActionContext, opinion: Opinion) -> None:
        """Raises MissingError for a unit or division that there is not."""
        to = assignment(opinion, self.unit, self.division) if self.unit else None
        transfer(acting, opinion, to, self.note)


def route(acting: ActionContext, opinion: Opinion, proposed: Proposal) -> None:
    """Send a new opinion where the proposal says, if it is sure, and of the place too; else it
    waits at the desk.

    What concerns many places is never converted: a deputy decides (DOMAIN: 共性问题).
    """
    opinion.proposal = proposal.dump(proposed)
    machine = ActionContext(acting.session, CLOCK, acting.now, fresh=True)
    duty = proposed.duties[0] if proposed.duties else None
    unit = jurisdictions.unit_named(duty.unit) if duty else None
    if not duty or not unit or not proposed.sure or duty.level is Level.GENERAL:
        return
    if proposed.places and not opinion.place_code:
        return
    place = Assignment(unit, duty.division or _division(unit, opinion))
    if place.division is None:
        return
    if duty.level in _HIGHER:
        transfer(machine, opinion, place, _why(duty))
    else:
        assign(machine, opinion, place, _why(duty))


def assign(acting: ActionContext, opinion: Opinion, to: Assignment, why: str | None = None) -> None:
    """Hand it to a unit (交办). Raises RefusedError."""
    _take(opinion, to)
    resident = words.ASSIGNED.format(unit=to.name)
    event = acting.act(opinion, Action.ASSIGN, resident=resident, staff=why)
    outbox.tell_unit(acting.session, opinion, event, words.NEW_FOR_UNIT)
    outbox.offer(acting.session, opinion, event)


def transfer(
    acting: ActionContext, opinion: Opinion, to: Assignment | None, why: str | None = None
) -> None:
    """Pass it to the outside platform (基层治理四平台). Raises RefusedError."""
    claim.end_claim(acting, opinion, Action.TRANSFER)
    if to:
        _take(opinion, to)
    opinion.level = opinion.level if opinion.level in _HIGHER else Level.COUNTY.value
    resident = words.TRANSFERRED.format(unit=words.HIGHER_UNIT)
    event = acting.act(opinion, Action.TRANSFER, resident=resident, staff=why)
    outbox.tell_platform(acting.session, opinion, event)
    outbox.tell_unit(acting.session, opinion, event, words.NEW_FOR_UNIT)


def assignment(opinion: Opinion, unit: str | None, division: str | None = None) -> Assignment:
    """The unit with this code, for a division or where the opinion's station is.

    Raises MissingError where there is no such unit.
    """
    entry = jurisdictions.units().get(unit or opinion.unit_code or "")
    if not entry:
        raise MissingError("unit")
    if division and not divisions.load().get(division):
        raise MissingError("division")
    return Assignment(entry, division or _division(entry, opinion))


def home(acting: ActionContext, place: str | None, station: str | None) -> str:
    """Which station answers for an opinion: where it was brought, else where it is, else the
    city's. Whoever receives it first stays responsible (首接负责)."""
    known = divisions.load().get(place)
    street = divisions.load().up(known, DivisionLevel.STREET) if known else None
    district = divisions.load().up(known, DivisionLevel.DISTRICT) if known else None
    if station and (divisions.load().get(station) or acting.session.get(Station, station)):
        return station
    nearest = street or district
    return nearest.code if nearest else divisions.CITY


def _take(opinion: Opinion, to: Assignment) -> None:
    opinion.unit, opinion.unit_code, opinion.unit_division = to.name, to.unit.code, to.division
    opinion.level = to.unit.level


def _division(unit: UnitEntry, opinion: Opinion) -> str | None:
    wanted = _DIVISIONS.get(unit.level)
    if not wanted:
        return divisions.CITY
    known = divisions.load()
    for code in (opinion.place_code, opinion.station_code):
        here = known.get(code)
        upper = known.up(here, wanted) if here else None
        if upper:
            return upper.code
    return None


def _why(duty: Jurisdiction) -> str:
    return "；".join(duty.reasons)
