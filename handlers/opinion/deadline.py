"""When a matter has to be done: limits that run in working days, and rest while we wait."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta

from data import calendar
from data.calendar import HANGZHOU
from data.record.opinion import OPEN, Opinion, OpinionState
from data.reference.matter.limits import Limit, LimitName, LimitSpan, limits

REMINDED, LATE, STATION_TOLD, COUNTY_TOLD = 1, 2, 3, 4
"""What `Opinion.lateness` says: how far up it went."""
_SUPPLY = ("停水", "停电", "停气", "没水", "没电", "没有水", "没有电", "断水", "断电", "电梯")
_AFTER = {OpinionState.ANSWERED: LimitName.EVALUATION, OpinionState.EVALUATED: LimitName.CLOSING}


def limit_of(opinion: Opinion) -> Limit | None:
    """Which limit holds for an opinion as it stands; None where nothing runs any more."""
    if after := _AFTER.get(opinion.state):
        return limits()[after]
    if opinion.state not in OPEN:
        return None
    if opinion.state is OpinionState.SUGGESTED:
        return limits()[LimitName.SUGGESTION]
    if opinion.urgent:
        return limits()[LimitName.DANGER]
    if any(word in opinion.matter for word in _SUPPLY):
        return limits()[LimitName.SUPPLY]
    higher = opinion.level in {"county", "city", "general"}
    return limits()[LimitName.COMPLEX if higher else LimitName.GENERAL]


def running(opinion: Opinion) -> Limit:
    """The limit that its clock runs by; the general one for a limit of another release."""
    known = (name for name in LimitName if name == opinion.limit)
    return limits()[next(known, LimitName.GENERAL)]


def end(limit: Limit, start: datetime) -> datetime:
    """When a limit that begins at `start` ends. A limit in days ends with its last day at 24:00
    (民法典第二百零三条)."""
    if limit.span is LimitSpan.HOURS:
        return start + timedelta(hours=limit.amount)
    day = start.astimezone(HANGZHOU).date()
    if limit.span is LimitSpan.MONTHS:
        return _midnight_after(_months_later(day, limit.amount))
    return _midnight_after(calendar.workday(day, limit.amount))


def steps(limit: Limit, due: datetime) -> tuple[tuple[int, datetime], ...]:
    """When which lateness is reached, in order."""
    found = [(LATE, due)]
    if limit.remind is not None:
        found.append((REMINDED, _moved(limit, due, -limit.remind)))
    if limit.to_station is not None:
        found.append((STATION_TOLD, _moved(limit, due, limit.to_station)))
    if limit.to_county is not None:
        found.append((COUNTY_TOLD, _moved(limit, due, limit.to_county)))
    return tuple(sorted(found))


def restart(opinion: Opinion, now: datetime) -> None:
    """Set the clock to the limit that holds now. A matter that stays under the same limit keeps
    its time: who hands it on does not gain any (首接负责)."""
    limit = limit_of(opinion)
    if limit is None:
        opinion.limit = opinion.due_at = opinion.tick_at = opinion.waiting_since = None
        return
    if opinion.limit != limit.name:
        begun = opinion.filed_at if opinion.state in OPEN and not opinion.reopened else now
        if opinion.state is OpinionState.SUGGESTED:
            begun = now
        opinion.limit, opinion.lateness = limit.name, 0
        opinion.due_at = end(limit, begun)
    schedule(opinion)


def schedule(opinion: Opinion) -> None:
    """When the clock has to look at it next."""
    if opinion.limit is None or opinion.due_at is None or opinion.waiting_since:
        opinion.tick_at = None
        return
    limit = running(opinion)
    coming = [at for lateness, at in steps(limit, opinion.due_at) if lateness > opinion.lateness]
    opinion.tick_at = coming[0] if coming else None


def pause(opinion: Opinion, now: datetime) -> None:
    """Stop the clock: we wait for the resident."""
    opinion.waiting_since = opinion.waiting_since or now
    schedule(opinion)


def resume(opinion: Opinion, now: datetime) -> None:
    """Let the clock run on; the time we waited is given back."""
    since, opinion.waiting_since = opinion.waiting_since, None
    if since and opinion.due_at and opinion.limit:
        limit = running(opinion)
        if limit.span is LimitSpan.HOURS:
            opinion.due_at += now - since
        else:
            waited = calendar.workdays(_day(since), _day(now))
            opinion.due_at = _midnight_after(calendar.workday(_last_day(opinion.due_at), waited))
    schedule(opinion)


def _moved(limit: Limit, due: datetime, amount: int) -> datetime:
    if limit.span is LimitSpan.HOURS:
        return due + timedelta(hours=amount)
    return _midnight_after(calendar.workday(_last_day(due), amount))


def _day(moment: datetime) -> date:
    return moment.astimezone(HANGZHOU).date()


def _last_day(due: datetime) -> date:
    """The day that a limit which ends at midnight still covers."""
    return _day(due - timedelta(seconds=1))


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), HANGZHOU).astimezone(UTC)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
