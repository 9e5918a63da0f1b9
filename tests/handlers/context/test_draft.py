"""What is asked next, and what is kept."""

from dataclasses import replace

from handlers.context.draft import Draft
from nlu.context import Question
from nlu.understanding import Entities, Intent, IntentName, Place, Understanding

QINGBO = Place(
    "330102001", "清波街道", "street", "上城区", "清波街道", None, "清波街道", "exact", 1.0
)


def heard(**more: object) -> Understanding:
    base = Understanding("", Intent(IntentName.FILE_OPINION, 1.0))
    return replace(base, **more)  # type: ignore[arg-type]


def test_asks_only_for_what_is_missing() -> None:
    draft = Draft()
    assert draft.next_question is Question.WHAT
    draft = draft.tell("路灯坏了")
    assert draft.next_question is Question.WHERE
    draft = draft.learn(heard(place=QINGBO))
    assert draft.next_question is Question.WHO
    draft = draft.learn(heard(entities=Entities(phones=("13588123456",), names=("王",))))
    assert draft.next_question is Question.CONFIRM


def test_anonymous_people_are_not_asked_for_a_phone() -> None:
    draft = replace(Draft(matter="路灯坏了", place=QINGBO), anonymous=True)
    assert draft.next_question is Question.CONFIRM


def test_an_optional_question_is_asked_once() -> None:
    draft = Draft(matter="路灯坏了").having_asked(Question.WHERE)
    assert draft.next_question is Question.WHO
    assert draft.having_asked(Question.WHERE).asked == (Question.WHERE,)


def test_candidates_are_asked_about_and_a_clear_place_ends_that() -> None:
    other = replace(QINGBO, code="330106001", street="北山街道")
    draft = Draft(matter="路灯坏了").learn(heard(places=(QINGBO, other)))
    assert draft.next_question is Question.WHICH_PLACE
    assert draft.learn(heard(place=QINGBO)).candidates == ()


def test_telling_adds_and_learning_keeps() -> None:
    draft = Draft().tell("路灯坏了。").tell("晚上很黑")
    assert draft.matter == "路灯坏了。晚上很黑"
    assert draft.learn(heard(place=QINGBO)).learn(heard()).place == QINGBO


def test_the_place_is_not_said_twice() -> None:
    draft = Draft(place=QINGBO, where="清波街道", spot="三幢楼下")
    assert draft.place_words == "上城区清波街道，三幢楼下"
