"""Days from jionlp, and what it must not do to us."""

import subprocess
import sys
from datetime import date

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
        ("除夕", 2025, date(2026, 2, 16)),
        ("双十二", 2025, None),
        ("没有这个节", 2025, None),
        ("", 2025, None),
    ],
)
def test_feasts(name: str, year: int, day: date | None) -> None:
    assert lunar_calendar.feast(name, year) == day


def test_lunar_days_and_months() -> None:
    assert lunar_calendar.lunar(2025, 12, 28) == date(2026, 2, 15)
    assert lunar_calendar.lunar(2025, 12, 30) is None
    assert lunar_calendar.lunar_month(2025, 12) == (date(2026, 1, 19), date(2026, 2, 16))
    assert lunar_calendar.lunar_month(1800, 1) is None


@given(st.text(max_size=12), st.integers(-10, 9999))
def test_no_name_makes_it_raise(name: str, year: int) -> None:
    found = lunar_calendar.feast(name, year)
    assert found is None or found.year - year in {0, 1}


def test_it_prints_nothing_and_loads_no_word_cutter() -> None:
    code = (
        "import sys; from nlu.time import lunar_calendar as own; assert own.feast('中秋', 2025);"
        "assert not {m for m in sys.modules if m.startswith(('jio', 'requests'))}"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert done.stdout == b""
