"""What is left of a name and a number for eyes that do not need them."""

import pytest

from handlers.opinion import masking


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王秀英", "王**"),
        ("王英", "王*"),
        ("王", "王*"),
        ("欧阳秀英", "欧***"),
        ("", None),
        (None, None),
    ],
)
def test_of_a_name_its_first_character_is_left(name: str | None, shown: str | None) -> None:
    assert masking.name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13588123456", "135****3456"),
        ("87654321", "876****4321"),
        ("7654321", "*******"),
        ("110", "***"),
        ("", None),
        (None, None),
    ],
)
def test_a_short_number_is_covered_altogether(number: str | None, shown: str | None) -> None:
    assert masking.phone(number) == shown
