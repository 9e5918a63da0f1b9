"""Working days as the State Council announced them, and later years by the week."""

from datetime import date

import pytest

from data import calendar


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 10, 1), False),
        (date(2026, 10, 10), True),  # a Saturday that makes up for the National Day holidays
        (date(2026, 3, 5), True),
        (date(2026, 3, 7), False),
        (date(2031, 1, 6), True),
        (date(2031, 1, 5), False),
    ],
)
def test_a_workday(day: date, works: bool) -> None:
    assert calendar.is_workday(day) is works


def test_seven_workdays_over_the_national_day() -> None:
    assert calendar.workday(date(2026, 9, 28), 7) == date(2026, 10, 13)


def test_back_and_forth() -> None:
    assert calendar.workday(calendar.workday(date(2026, 3, 6), 5), -5) == date(2026, 3, 6)
    assert calendar.workdays(date(2026, 3, 6), date(2026, 3, 13)) == 5
