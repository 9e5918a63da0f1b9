"""Days that only an almanac knows (中秋, 立秋, 腊月廿八), by lunar_python."""

from datetime import date, timedelta
from functools import lru_cache

_YEARS = range(1900, 2102)
"""Residents speak of no others, and where lunar_python fails, it keeps its lock for ever."""
_SUN = {
    "元旦": (1, 1), "妇女节": (3, 8), "五一": (5, 1), "劳动节": (5, 1), "儿童节": (6, 1),
    "建军节": (8, 1), "教师节": (9, 10), "十一": (10, 1), "国庆": (10, 1), "双十一": (11, 11),
    "圣诞节": (12, 25),
}  # fmt: skip
_MOON = {
    "春节": (1, 1), "元宵": (1, 15), "端午": (5, 5), "七夕": (7, 7), "中元": (7, 15),
    "中秋": (8, 15), "重阳": (9, 9), "腊八": (12, 8),
}  # fmt: skip
_TERMS = (
    "小寒", "大寒", "立春", "雨水", "惊蛰", "春分", "清明", "谷雨", "立夏", "小满", "芒种", "夏至",
    "小暑", "大暑", "立秋", "处暑", "白露", "秋分", "寒露", "霜降", "立冬", "小雪", "大雪", "冬至",
)  # fmt: skip
_EVE = "除夕"


@lru_cache(maxsize=256)
def feast(name: str, year: int) -> date | None:
    """The day of a festival or solar term in a year; of 除夕 and 腊八 in that lunar year.

    None for names that are no such day. Never raises.
    """
    if year not in _YEARS:
        return None
    short = name.removesuffix("节")
    if day := _SUN.get(name) or _SUN.get(short):
        return date(year, *day)
    if day := _MOON.get(name) or _MOON.get(short):
        return lunar(year, *day)
    if name == _EVE:
        return _eve(year)
    return _term(short, year) if short in _TERMS else None


@lru_cache(maxsize=256)
def lunar(year: int, month: int, day: int) -> date | None:
    """The day that a lunar date fell on; None where there is none, as the 30th of a short month.

    A leap month is negative: -6 is 闰六月.
    """
    found = _month(year, month)
    if not found or not 0 < day <= found[1]:
        return None
    return found[0] + timedelta(day - 1)


def lunar_month(year: int, month: int) -> tuple[date, date] | None:
    """The first and the last day of a lunar month."""
    found = _month(year, month)
    return (found[0], found[0] + timedelta(found[1] - 1)) if found else None


def _eve(year: int) -> date | None:
    """The last day of a lunar year, which is not always in its twelfth month."""
    new_year = lunar(year + 1, 1, 1)
    return new_year - timedelta(1) if new_year else None


@lru_cache(maxsize=64)
def _month(year: int, month: int) -> tuple[date, int] | None:
    """The first day of a lunar month and its length."""
    if year not in _YEARS:
        return None
    # Some 20 ms, and most who come name no feast.
    from lunar_python import LunarMonth, Solar  # noqa: PLC0415

    found = LunarMonth.fromYm(year, month)
    if found is None:
        return None
    first = Solar.fromJulianDay(found.getFirstJulianDay())
    return date(first.getYear(), first.getMonth(), first.getDay()), found.getDayCount()


def _term(name: str, year: int) -> date:
    from lunar_python import Lunar  # noqa: PLC0415 - as above

    # A table goes from winter to winter: its first 冬至 is the last year's.
    day = Lunar.fromYmd(year, 6, 1).getJieQiTable()["DONG_ZHI" if name == "冬至" else name]
    return date(day.getYear(), day.getMonth(), day.getDay())
