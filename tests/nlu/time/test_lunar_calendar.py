"""Days from lunar_python, held against published calendars, and what it must not do to us."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.time import lunar_calendar


@pytest.mark.parametrize(
    ("name", "year", "day"),
    [
        ("中秋节", 2025, date(2025, 10, 6)),
        ("端午", 2025, date(2025, 5, 31)),
        ("国庆", 2025, date(2025, 10, 1)),
        ("冬至", 2025, date(2025, 12, 21)),
        ("立秋", 2025, date(2025, 8, 7)),
        ("春节", 2025, date(2025, 1, 29)),
        ("元宵节", 2025, date(2025, 2, 12)),
        ("腊八节", 2025, date(2026, 1, 26)),
        ("除夕", 2025, date(2026, 2, 16)),
        ("除夕", 2023, date(2024, 2, 9)),
        ("五一", 2025, date(2025, 5, 1)),
        ("双十一", 2025, date(2025, 11, 11)),
        ("双十二", 2025, None),
        ("没有这个节", 2025, None),
        ("", 2025, None),
    ],
)
def test_feasts(name: str, year: int, day: date | None) -> None:
    assert lunar_calendar.feast(name, year) == day


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("小寒", "2021-01-05 2023-01-05 2024-01-06 2025-01-05 2026-01-05"),
        ("大寒", "2021-01-20 2023-01-20 2024-01-20 2025-01-20 2026-01-20"),
        ("立春", "2000-02-04 2017-02-03 2021-02-03 2024-02-04 2025-02-03 2026-02-04"),
        ("清明", "2000-04-04 2022-04-05 2023-04-05 2024-04-04 2025-04-04 2026-04-05"),
        ("夏至", "2000-06-21 2024-06-21 2025-06-21"),
        ("冬至", "1980-12-22 2000-12-21 2021-12-21 2023-12-22 2024-12-21 2025-12-21"),
    ],
)
def test_solar_terms_lie_in_the_year_they_are_asked_for(name: str, days: str) -> None:
    for day in map(date.fromisoformat, days.split()):
        assert lunar_calendar.feast(name, day.year) == day


def test_the_terms_of_a_year_follow_each_other_half_a_month_apart() -> None:
    names = (
        "小寒 大寒 立春 雨水 惊蛰 春分 清明 谷雨 立夏 小满 芒种 夏至"
        " 小暑 大暑 立秋 处暑 白露 秋分 寒露 霜降 立冬 小雪 大雪 冬至"
    )
    for year in range(1950, 2051):
        days = [lunar_calendar.feast(name, year) for name in names.split()]
        apart = [(b - a).days for a, b in pairwise(day for day in days if day)]
        assert len(apart) == 23
        assert all(14 <= each <= 16 for each in apart)


@pytest.mark.parametrize(
    ("year", "month", "first"),
    [
        (2017, -6, date(2017, 7, 23)),
        (2020, 4, date(2020, 4, 23)),
        (2020, -4, date(2020, 5, 23)),
        (2020, 5, date(2020, 6, 21)),
        (2023, -2, date(2023, 3, 22)),
        (2023, 3, date(2023, 4, 20)),
        (2025, 6, date(2025, 6, 25)),
        (2025, -6, date(2025, 7, 25)),
        (2025, 7, date(2025, 8, 23)),
        (2025, -5, None),
        # The year in which simple rules put the leap month wrong.
        (2033, -11, date(2033, 12, 22)),
        (2033, 12, date(2034, 1, 20)),
        (2034, 1, date(2034, 2, 19)),
    ],
)
def test_months_before_in_and_after_a_leap_month(year: int, month: int, first: date | None) -> None:
    assert lunar_calendar.lunar(year, month, 1) == first


@pytest.mark.parametrize(
    ("name", "day"),
    [
        ("端午", date(2020, 6, 25)),
        ("中秋", date(2020, 10, 1)),
        ("中秋", date(2023, 9, 29)),
        ("七夕", date(2025, 8, 29)),
        ("中秋", date(2033, 9, 8)),
    ],
)
def test_feasts_after_a_leap_month(name: str, day: date) -> None:
    assert lunar_calendar.feast(name, day.year) == day


def test_months_join_without_a_gap() -> None:
    for year in range(1950, 2051):
        months = [lunar_calendar.lunar_month(year, each) for each in range(-12, 13)]
        days = sorted(month for month in months if month)
        days.append((lunar_calendar.lunar(year + 1, 1, 1) or date.max, date.max))
        assert len(days) in {13, 14}
        assert all(b[0] - a[1] == timedelta(1) for a, b in pairwise(days))


def test_lunar_days_and_months() -> None:
    assert lunar_calendar.lunar(2025, 12, 28) == date(2026, 2, 15)
    assert lunar_calendar.lunar(2025, 12, 30) is None
    assert lunar_calendar.lunar_month(2025, 12) == (date(2026, 1, 19), date(2026, 2, 16))
    assert lunar_calendar.lunar_month(1800, 1) is None


@given(st.text(max_size=12), st.integers(-10, 9999))
def test_no_name_makes_it_raise(name: str, year: int) -> None:
    found = lunar_calendar.feast(name, year)
    assert found is None or found.year - year in {0, 1}


@given(st.integers(-10, 9999), st.integers(-20, 20), st.integers(-5, 40))
def test_no_lunar_date_makes_it_raise(year: int, month: int, day: int) -> None:
    found = lunar_calendar.lunar(year, month, day)
    assert found is None or found.year - year in {0, 1}


def test_it_is_loaded_when_somebody_names_a_feast_and_prints_nothing() -> None:
    code = (
        "import sys; from nlu.time import calendar_names, lunar_calendar as own;"
        "assert 'lunar_python' not in sys.modules;"
        "assert own.feast('中秋', 2025); assert 'lunar_python' in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b""


def test_many_threads_ask_at_once() -> None:
    with ThreadPoolExecutor(8) as pool:
        found = list(
            pool.map(lambda year: lunar_calendar.lunar(year, 1, 1), list(range(1990, 2050)) * 4)
        )
    assert found == [lunar_calendar.lunar(year, 1, 1) for year in range(1990, 2050)] * 4
