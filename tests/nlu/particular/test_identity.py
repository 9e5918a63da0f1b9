"""ID numbers by GB 11643, and the other numbers that nobody else may read."""

import re
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.context import Question
from nlu.particular.identity import check_digit, identities, is_resident, kind
from nlu.particular.particulars import particulars
from nlu.text.numerals import digits
from nlu.understanding import IdentityKind

TODAY = date(2026, 3, 9)
VALID = "330106194903070025"
BIRTHDAYS = st.dates(date(1900, 1, 1), date(2020, 12, 31)).map(lambda day: f"{day:%Y%m%d}")
FIRST17 = st.tuples(st.integers(110_000, 659_999), BIRTHDAYS, st.integers(0, 999)).map(
    lambda parts: f"{parts[0]}{parts[1]}{parts[2]:03}"
)
SPOKEN = str.maketrans("0123456789", "零幺二三四五六七八九")


def masked(text: str, question: Question = Question.NOTHING) -> str:
    return particulars(text, question, TODAY)[1]


def test_the_standards_own_example() -> None:
    assert check_digit("11010519491231002") == "X"
    assert check_digit("44052418800101001") == "4"


@given(FIRST17)
def test_a_number_with_its_check_digit_is_an_identity(first17: str) -> None:
    value = first17 + check_digit(first17)
    assert kind(value) is IdentityKind.RESIDENT
    entities, covered = particulars(f"身份证号{value}，谢谢", Question.NOTHING, TODAY)
    assert entities.identities == (IdentityKind.RESIDENT,)
    assert value not in covered
    assert value not in repr(entities)


@given(FIRST17, st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_seen_and_covered_all_the_same(
    first17: str, place: int, off: int
) -> None:
    wrong = str((int(first17[place]) + off) % 10)
    value = first17[:place] + wrong + first17[place + 1 :] + check_digit(first17)
    assert not is_resident(value)
    assert value not in masked(f"身份证号{value}，谢谢")


@given(FIRST17, st.integers(0, 16))
def test_two_neighbours_exchanged_are_seen(first17: str, place: int) -> None:
    whole = first17 + check_digit(first17)
    swapped = list(whole)
    swapped[place], swapped[place + 1] = swapped[place + 1], swapped[place]
    assert is_resident("".join(swapped)) == ("".join(swapped) == whole)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("身份证330106194903070025", IdentityKind.RESIDENT),
        ("身份证 330106 19490307 0025", IdentityKind.RESIDENT),
        ("三三零一零六，一九四九零三零七，零零二五", IdentityKind.RESIDENT),
        ("11010519491231002x", IdentityKind.RESIDENT),
        ("一一零一零五一九四九一二三一零零二叉", IdentityKind.RESIDENT),
        ("身份证330106194903070026", IdentityKind.RESIDENT_MISHEARD),
        ("老证330106490307002", IdentityKind.RESIDENT_OLD),
        ("卡号6222021202011234567", IdentityKind.OTHER),
        ("卡号6222 0212 0201 1234 567", IdentityKind.OTHER),
    ],
)
def test_what_a_long_number_is(text: str, expected: IdentityKind) -> None:
    entities, covered = particulars(text, Question.NOTHING, TODAY)
    assert entities.identities == (expected,)
    assert "****" in covered
    assert entities.code is None


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-09 12:30来的",
        "编号3726 5849",
        "门牌1、3、5、7、9、11、13、15号",
        "物业费100000000元",
        "打了12345，转96777",
    ],
)
def test_what_is_nobodys_number_stays(text: str) -> None:
    assert masked(text) == text


def test_a_number_that_was_asked_for_is_covered_even_when_a_digit_is_lost() -> None:
    assert masked("1358888123", Question.PHONE) == "****8123"
    assert masked("八七八八幺二三", Question.PHONE) == "****8123"
    assert masked("我手机是一三五八八八八一二") == "我手机是****8812"


@given(st.integers(9, 40).flatmap(lambda n: st.text("0123456789", min_size=n, max_size=n)))
def test_no_long_run_of_digits_survives(run: str) -> None:
    for text in (run, run.translate(SPOKEN)):
        covered = digits(masked(f"我说一下{text}，记好"))
        assert not re.search(r"\d{5}", covered)


@given(st.text("0123456789Xx -，。一二三幺零年月日号 电话", max_size=80))
def test_no_mixture_of_digits_makes_it_raise(text: str) -> None:
    for span in identities(text):
        assert 0 <= span.start < span.end <= len(text)
    masked(text)


def test_the_day_of_birth_must_be_one() -> None:
    assert not is_resident("330106194902300025")
    tomorrow = TODAY + timedelta(1)
    first17 = f"330106{tomorrow:%Y%m%d}002"
    assert is_resident(first17 + check_digit(first17))
