"""What an action cannot do without."""

import pytest

from handlers.opinion.errors import MissingError, needed


def test_what_is_needed_comes_back_without_the_space_around_it() -> None:
    assert needed("reason", " 归别的科 \n") == "归别的科"


@pytest.mark.parametrize("words", [None, "", " ", "\u3000\n"])
def test_what_says_nothing_is_missing_and_named(words: str | None) -> None:
    with pytest.raises(MissingError) as missing:
        needed("reason", words)
    assert missing.value.field == str(missing.value) == "reason"
