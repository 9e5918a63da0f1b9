"""What residents hear: nothing is missing, and our own words are understood as they are meant."""

from collections.abc import Iterator

import pytest

from data.record.casework import Grade
from data.record.opinion import OpinionState
from handlers.dialogue import router
from handlers.dialogue.grade import grade
from handlers.message import resident_text
from handlers.message.turn import Failure
from nlu.context import Context, Question
from nlu.understander import Understander
from nlu.understanding import IntentName


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from texts(inner)


def test_a_new_sentence_is_not_forgotten() -> None:
    said = "".join(resident_text.SPOKEN)
    ends_of_others = {*resident_text.STATES.values(), resident_text.WITHDRAW_SURE}
    assert not {
        text
        for name, value in vars(resident_text).items()
        if not name.startswith("_")
        for text in texts(value)
        if text.endswith(("。", "？")) and text not in said and text not in ends_of_others
    }


def test_every_state_has_a_sentence_and_a_short_word() -> None:
    assert set(resident_text.STATES) == set(resident_text.STATES_SHORT) == set(OpinionState)
    assert len(set(resident_text.STATES_SHORT.values())) == len(OpinionState)
    assert all(text.endswith("。") for text in resident_text.STATES.values())


def test_every_failure_is_explained_with_a_way_out() -> None:
    assert set(resident_text.MISSED) == set(Failure)
    for failure, text in resident_text.MISSED.items():
        assert "打字" in text or "工作人员" in text, failure


def test_whatever_she_may_ask_the_reason_of_has_one() -> None:
    assert set(resident_text.REASONS) == set(router._ASKED_FOR)
    assert set(resident_text.WILLING) == {Question.WHO, Question.PHONE}


@pytest.mark.parametrize(
    ("said", "question", "meant"),
    [
        (resident_text.FILE, Question.NOTHING, IntentName.FILE_OPINION),
        (resident_text.STATUS, Question.NOTHING, IntentName.QUERY_STATUS),
        (resident_text.ASK_YES, Question.KEEP, IntentName.CONFIRM),
    ],
)
def test_what_a_button_says_is_understood(
    reader: Understander, said: str, question: Question, meant: IntentName
) -> None:
    assert reader.understand(said, Context(question=question)).intent.name is meant


def test_the_titles_of_grades_are_read_as_their_grades() -> None:
    assert [grade(title) for title in resident_text.GRADE_TITLES] == list(Grade)


@pytest.mark.parametrize("jargon", ["承办", "交办单", "督办", "销号", "并案", "受理号"])
def test_sentences_have_no_jargon(jargon: str) -> None:
    assert jargon not in "".join(resident_text.SPOKEN) + "".join(resident_text.STATES.values())
