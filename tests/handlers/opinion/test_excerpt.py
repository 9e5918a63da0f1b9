"""A matter in a few words."""

import pytest

from data.record.opinion import Opinion
from handlers.opinion.excerpt import short


@pytest.mark.parametrize(
    ("letters", "shown"), [(0, ""), (1, "灯"), (24, "灯" * 24), (25, "灯" * 24 + "…")]
)
def test_twenty_four_letters_are_shown_whole(letters: int, shown: str) -> None:
    assert short(Opinion(matter="灯" * letters)) == shown


def test_who_has_room_for_less_says_so() -> None:
    assert short(Opinion(matter="路灯坏了"), 2) == "路灯…"
    assert short(Opinion(matter="路灯坏了"), 4) == "路灯坏了"
