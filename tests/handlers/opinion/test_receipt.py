"""Receipt codes: a slip of one digit, or two neighbours swapped, never makes another code."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.opinion import receipt
from nlu.context import Context, Question
from nlu.understander import Understander

digits = st.text("0123456789", min_size=1, max_size=1)
codes = st.builds(lambda _: receipt.fresh(), st.none())


@given(codes)
def test_a_fresh_code_is_valid_and_says_itself(code: str) -> None:
    assert receipt.valid(code)
    assert receipt.shown(code).replace(" ", "") == code
    assert len(receipt.spoken(code)) == receipt.DIGITS + 1


@given(codes, st.integers(0, receipt.DIGITS - 1), digits)
def test_a_wrong_digit_shows(code: str, place: int, digit: str) -> None:
    wrong = code[:place] + digit + code[place + 1 :]
    assert receipt.valid(wrong) == (wrong == code)


@given(codes, st.integers(0, receipt.DIGITS - 2))
def test_swapped_neighbours_show(code: str, place: int) -> None:
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert receipt.valid(swapped) == (swapped == code)


def test_what_is_no_code_is_not_valid() -> None:
    for text in ("", "1234567", "123456789", "abcdefgh", "１２３４５６７８", "-1234567"):
        assert not receipt.valid(text)


def test_codes_do_not_repeat() -> None:
    assert len({receipt.fresh() for _ in range(2_000)}) > 1_990


def test_a_code_is_understood_as_it_is_spoken_and_shown(reader: Understander) -> None:
    asked = Context(question=Question.CODE)
    for start in range(10, 100):
        code = next(code for code in iter(receipt.fresh, "") if code.startswith(str(start)))
        for text in (receipt.spoken(code), receipt.shown(code)):
            assert reader.understand(text, asked).entities.code == code, text
