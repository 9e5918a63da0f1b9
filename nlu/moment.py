"""Times that people name: always their words, and the days only where these are certain."""

import re
from collections.abc import Callable
from datetime import date, timedelta

from nlu.numerals import number
from nlu.understanding import Moment

Days = tuple[date, date] | None
_NUMBER = r"[0-9０-９一二三四五六七八九十两]{1,3}"
_DAYPART = r"(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|早|晚|夜)?"
_CLOCK = rf"(?:{_NUMBER}点(?:半|钟|{_NUMBER}分|多)?(?:左右)?)?"
_BACK = {
    "今天": 0, "今日": 0, "今儿": 0, "今早": 0, "今晚": 0,
    "昨天": 1, "昨日": 1, "昨儿": 1, "昨晚": 1, "昨夜": 1,
    "前天": 2, "前日": 2, "前儿": 2, "大前天": 3,
}  # fmt: skip
_WEEKDAYS = "一二三四五六日"
_MONTHS = 12


def _day(match: re.Match[str], today: date) -> Days:
    day = today - timedelta(_BACK[match[1]])
    return day, day


def _week(match: re.Match[str], today: date) -> Days:
    monday = today - timedelta(
        today.weekday() + (0 if match[1] in {"这", "本"} else 7 * len(match[1]))
    )
    if not match[2]:
        return monday, monday + timedelta(6)
    day = monday + timedelta(_WEEKDAYS.index(match[2].replace("天", "日")))
    return day, day


def _month(match: re.Match[str], today: date) -> Days:
    back = 0 if match[1] in {"这个", "本", "这"} else match[1].count("上")
    month = today.year * _MONTHS + today.month - 1 - back
    return _whole_month(month)


def _whole_month(month: int) -> Days:
    first = date(month // _MONTHS, month % _MONTHS + 1, 1)
    following = date((month + 1) // _MONTHS, (month + 1) % _MONTHS + 1, 1)
    return first, following - timedelta(1)


def _year(match: re.Match[str], today: date) -> Days:
    year = today.year - {"今年": 0, "去年": 1, "前年": 2}[match[1]]
    if not match[2]:
        return date(year, 1, 1), date(year, 12, 31)
    return _in_year(year, number(match[2]), number(match[3]) if match[3] else None)


def _date(match: re.Match[str], today: date) -> Days:
    """A day without its year is the last one that was: complaints look back."""
    year, month, day = number(match[1] or ""), number(match[2]), number(match[3])
    days = _in_year(year + 2000 if year and year < 100 else year or today.year, month, day)  # noqa: PLR2004
    if days and not year and days[0] > today:
        return _in_year(today.year - 1, month, day)
    return days


def _written(match: re.Match[str], _today: date) -> Days:
    return _in_year(int(match[1]), int(match[2]), int(match[3]))


def _in_year(year: int, month: int | None, day: int | None) -> Days:
    try:
        if day:
            return date(year, month or 0, day), date(year, month or 0, day)
        return (
            _whole_month(year * _MONTHS + (month or 0) - 1)
            if 1 <= (month or 0) <= _MONTHS
            else None
        )
    except ValueError:
        return None


def _vague(_match: re.Match[str], _today: date) -> Days:
    return None


_DATE = re.compile(
    rf"(?:([0-9０-９]{{2,4}})[年.\-/])?({_NUMBER})(?:月份?|[.\-/](?=[0-9]{{1,2}}[日号]))"
    rf"({_NUMBER})[日号]?{_DAYPART}{_CLOCK}"
)
_WRITTEN = re.compile(r"(?<!\d)(20\d\d)[.\-/](\d{1,2})[.\-/](\d{1,2})(?!\d)")
_DAY = re.compile(rf"(大前天|[今昨前][天日儿]|今[早晚]|昨[晚夜]){_DAYPART}{_CLOCK}")
_WEEK = re.compile(
    r"(上+|这|本)(?:个)?(?:周|礼拜|星期)"
    rf"(?:([一二三四五六日天])(?!个|点|天))?{_DAYPART}{_CLOCK}"
)
_MONTH = re.compile(r"(上+个|这个|本)月(?:份)?")
_YEAR = re.compile(rf"([今去前]年)(?:({_NUMBER})月份?(?:({_NUMBER})[日号])?)?")
_LATELY = re.compile(
    "前几天|前两天|前些天|前阵子|前段时间|这几天|这两天|这段时间|这阵子"
    "|最近|近期|一直|上回|上次|刚刚|刚才"
)
_SPELL = re.compile(
    rf"(?:大概|差不多|已经|快|都)?(?:好|有)?(?:几|半|多|{_NUMBER})(?:多)?(?:来|几)?(?:个)?(?:多|半)?"
    r"(?:小时|钟头|分钟|天|日子|星期|礼拜|周(?!年|边|围)|月|年)"
    r"(?:多|半)?(?:了|前|以前|来|左右)?"
)
_HOURS = re.compile(
    r"(?:每天|天天|每晚|夜夜)?(?:凌晨|清晨|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|深夜)"
    rf"{_CLOCK}|每天|天天|每晚|{_NUMBER}点(?:半|钟|多)"
)
_KINDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Days]], ...] = (
    (_WRITTEN, _written),
    (_DATE, _date),
    (_DAY, _day),
    (_WEEK, _week),
    (_MONTH, _month),
    (_YEAR, _year),
    (_LATELY, _vague),
    (_SPELL, _vague),
    (_HOURS, _vague),
)
"""Earlier kinds take their words from later ones."""


def moments(text: str, today: date) -> tuple[Moment, ...]:
    """The times of a text, in order; `today` is what 昨天 is counted from."""
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, Moment]] = []
    for pattern, reckon in _KINDS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < b and a < end for a, b in taken):
                continue
            try:
                days = reckon(match, today)
            except (ValueError, OverflowError):
                days = None
            taken.append((start, end))
            found.append((start, Moment(match[0], *(days or (None, None)))))
    return tuple(moment for _, moment in sorted(found, key=lambda pair: pair[0]))
