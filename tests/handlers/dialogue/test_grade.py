"""What a resident thinks of the answer, in the words in which people say it."""

import pytest

from data.record.casework import Grade
from handlers.dialogue import grade


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("满意", Grade.SATISFIED),
        ("蛮好的，谢谢你们", Grade.SATISFIED),
        ("不错", Grade.SATISFIED),
        ("还是不错的", Grade.SATISFIED),
        ("灯修好了", Grade.SATISFIED),
        ("基本满意", Grade.FAIR),
        ("一般吧", Grade.FAIR),
        ("马马虎虎还可以", Grade.FAIR),
        ("不满意", Grade.DISSATISFIED),
        ("不太满意", Grade.DISSATISFIED),
        ("没修好", Grade.DISSATISFIED),
        ("还是老样子，没人来", Grade.DISSATISFIED),
        ("修好了，可是又坏了", Grade.DISSATISFIED),
        ("今天下雨", None),
        ("", None),
    ],
)
def test_the_grade_in_her_words(text: str, meant: Grade | None) -> None:
    assert grade.grade(text) is meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("五颗星", Grade.SATISFIED),
        ("4星", Grade.SATISFIED),
        ("三星", Grade.FAIR),
        ("两颗星", Grade.DISSATISFIED),
        ("8分", Grade.SATISFIED),
        ("六分", Grade.FAIR),
        ("5分", Grade.DISSATISFIED),
        ("打个八十分", Grade.SATISFIED),
        ("75分", Grade.FAIR),
        ("五十九分", Grade.DISSATISFIED),
    ],
)
def test_a_mark_is_taken_for_what_it_is_out_of(text: str, meant: Grade) -> None:
    """Of five stars, of ten points, and of a hundred where it is more than ten."""
    assert grade.grade(text) is meant


def test_a_mark_counts_before_the_words_around_it() -> None:
    assert grade.grade("谢谢，给一颗星") is Grade.DISSATISFIED


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("不满意，灯还是不亮", "灯还是不亮"),
        ("我很不满意，因为没人来。", "没人来"),
        ("来了一趟又坏了", "来了一趟又坏了"),
        ("不满意", None),
        ("不太满意的。", None),
        ("不满意，唉", None),
    ],
)
def test_the_reason_is_what_she_says_beside_the_grade(text: str, why: str | None) -> None:
    assert grade.reason(text) == why
