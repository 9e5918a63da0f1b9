"""The clock's rounds: reminders before a limit, escalation after it, silent claims released."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from data.calendar import HANGZHOU
from data.database import Database
from data.record.casework import Claim
from data.record.opinion import Opinion, OpinionEvent, OpinionState
from data.record.station import Station, StationLevel
from data.reference.matter.limits import LimitName, limits
from handlers.action import closing
from handlers.action.claim import release
from handlers.action.context import ActionContext
from handlers.message import notice_text as words
from handlers.notification import outbox
from handlers.opinion import deadline, lifecycle
from handlers.opinion.actor import CLOCK
from handlers.opinion.deadline import COUNTY_TOLD, LATE, REMINDED, STATION_TOLD
from handlers.opinion.lifecycle import Action

MOST = 200
"""How many opinions one round takes, each in a transaction of its own."""
SOON = timedelta(days=14)
"""No reminder of a claim comes earlier: one working day, over the longest holidays."""
Look = Callable[[ActionContext, int | None], bool]
_log = logging.getLogger(__name__)
_ENDS_BY_ITSELF = (OpinionState.ANSWERED, OpinionState.EVALUATED)


def go_round(database: Database, now: datetime) -> int:
    """Look at everything whose time has come; how many things were done. What fails to commit
    is there again at the next round."""
    with database.reading() as session:
        late = session.exec(
            select(Opinion.id)
            .where(col(Opinion.tick_at) <= now)
            .order_by(col(Opinion.tick_at))
            .limit(MOST)
        ).all()
        silent = session.exec(
            select(Claim.id)
            .where(col(Claim.ended_at).is_(None), col(Claim.until) <= now + SOON)
            .order_by(col(Claim.until))
            .limit(MOST)
        ).all()
    looks = [(_look_at, number) for number in late]
    looks += [(_look_at_claim, number) for number in silent]
    return sum(_one(database, now, look, number) for look, number in looks)


def _one(database: Database, now: datetime, look: Look, number: int | None) -> bool:
    """One thing in a transaction of its own. A fault in one must not stop the clock for all."""
    try:
        with database.transaction() as session:
            return look(ActionContext(session, CLOCK, now), number)
    except Exception:
        _log.exception("%s %s could not be looked at", look.__name__, number)
        return False


def _look_at(acting: ActionContext, number: int | None) -> bool:
    opinion = lifecycle.locked(acting.session, acting.session.get_one(Opinion, number))
    if opinion.tick_at is None or opinion.tick_at > acting.now or opinion.due_at is None:
        return False
    if opinion.state in _ENDS_BY_ITSELF:
        judged = opinion.state is OpinionState.EVALUATED
        closing.close(acting, opinion, None if judged else words.CLOSED_UNJUDGED)
        return True
    limit = deadline.running(opinion)
    reached = [n for n, at in deadline.steps(limit, opinion.due_at) if at <= acting.now]
    opinion.lateness = max(reached, default=opinion.lateness)
    _tell(acting, opinion)
    deadline.schedule(opinion)
    return True


def _tell(acting: ActionContext, opinion: Opinion) -> None:
    session = acting.session
    if opinion.lateness == REMINDED:
        due = f"{opinion.due_at.astimezone(HANGZHOU):%m月%d日%H点}" if opinion.due_at else ""
        text = words.SOON_DUE.format(due=due)
        event = acting.act(opinion, Action.REMIND, staff=text)
        _tell_whoever_has_it(acting, opinion, event, text)
        return
    text = {
        LATE: words.LATE,
        STATION_TOLD: words.LATE_AT_STATION,
        COUNTY_TOLD: words.LATE_AT_COUNTY,
    }[opinion.lateness]
    event = acting.act(opinion, Action.ESCALATE, staff=text)
    _tell_whoever_has_it(acting, opinion, event, words.LATE)
    if opinion.lateness >= STATION_TOLD:
        outbox.tell_station(session, opinion, event, text)
    county = _county(session, opinion.station_code)
    if opinion.lateness == COUNTY_TOLD and county not in (None, opinion.station_code):
        outbox.tell_station(session, opinion, event, text, county)


def _tell_whoever_has_it(
    acting: ActionContext, opinion: Opinion, event: OpinionEvent, text: str
) -> None:
    if opinion.unit_code:
        outbox.tell_unit(acting.session, opinion, event, text)
    if opinion.representative_id:
        number = opinion.representative_id
        outbox.tell_representative(acting.session, opinion, event, number, text)
    if not opinion.unit_code and not opinion.representative_id and opinion.lateness < STATION_TOLD:
        outbox.tell_station(acting.session, opinion, event, text)


def _look_at_claim(acting: ActionContext, number: int | None) -> bool:
    """Remind the deputy a working day before the claim ends; then put the matter back."""
    claim = acting.session.get_one(Claim, number)
    opinion = lifecycle.locked(acting.session, acting.session.get_one(Opinion, claim.opinion_id))
    acting.session.refresh(claim)
    if claim.ended_at or opinion.waiting_since or opinion.representative_id is None:
        return False
    if claim.until <= acting.now:
        deputy = opinion.representative_id
        release(acting, opinion, words.CLAIM_RELEASED)
        event = lifecycle.last(acting.session, opinion)
        if event:
            text = words.CLAIM_RELEASED
            outbox.tell_representative(acting.session, opinion, event, deputy, text)
        return True
    limit = limits()[LimitName.CLAIM]
    reminds = dict(deadline.steps(limit, claim.until)).get(REMINDED)
    if reminds is None or reminds > acting.now or claim.reminded_at:
        return False
    claim.reminded_at = acting.now
    acting.session.add(claim)
    event = acting.act(opinion, Action.REMIND, staff=words.CLAIM_REMINDER)
    outbox.tell_representative(
        acting.session, opinion, event, opinion.representative_id, words.CLAIM_REMINDER
    )
    return True


def _county(session: Session, code: str | None) -> str | None:
    """The county station above a station."""
    station = session.get(Station, code) if code else None
    while station and station.level is not StationLevel.COUNTY:
        station = session.get(Station, station.parent_code) if station.parent_code else None
    return station.code if station else None
