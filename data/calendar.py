"""The Chinese working calendar: holidays and the days that make up for them.

The library knows the years whose holidays the State Council has announced; in later ones Monday
to Friday count, and a log line says so once.
"""

import logging
from datetime import date, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import chinese_calendar

HANGZHOU = ZoneInfo("Asia/Shanghai")
"""The one clock that everybody here goes by."""
_FRIDAY = 4
_log = logging.getLogger(__name__)


@cache
def is_workday(day: date) -> bool:
    """Whether offices are open."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        _warn(day.year)
        return day.weekday() <= _FRIDAY


def workday(start: date, number: int) -> date:
    """The working day that is `number` of them after `start`, which does not count itself
    (民法典第二百零一条). A negative number goes back; 0 is the day itself."""
    step = timedelta(days=1 if number > 0 else -1)
    day = start
    for _ in range(abs(number)):
        day += step
        while not is_workday(day):
            day += step
    return day


def workdays(start: date, end: date) -> int:
    """How many working days come after `start`, up to `end` with it."""
    return sum(is_workday(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


@cache
def _warn(year: int) -> None:
    _log.warning("the holidays of %s are not known yet: Monday to Friday count", year)
