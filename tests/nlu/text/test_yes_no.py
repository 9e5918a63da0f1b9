"""One table of yes and no: whoever reads an answer reads the same words."""

import pytest

from handlers.context.draft import Draft
from handlers.deputy import phrases as deputy
from handlers.dialogue import phrases as resident
from handlers.dialogue.correction import amend
from handlers.message import resident_text
from nlu.context import Question
from nlu.intent.fixed_phrases import closed
from nlu.particular.building import building
from nlu.particular.spot import detail
from nlu.text.script import simplified, traditional
from nlu.text.yes_no import AGREED, DROPPED, MISTAKEN, NODS, NOES, REFUSED, UNTRUE, YESES
from nlu.understander import Understander
from nlu.understanding import IntentName


def words(*tables: str) -> list[str]:
    return " ".join(tables).split()


def meaning(text: str, question: Question) -> IntentName | None:
    intent = closed(text, question)
    return intent.name if intent else None


@pytest.mark.parametrize("word", words(YESES))
def test_a_yes_is_a_yes(word: str) -> None:
    assert meaning(word, Question.CONFIRM) is IntentName.CONFIRM


@pytest.mark.parametrize("word", words(NOES))
def test_a_no_is_a_no(word: str) -> None:
    assert meaning(word, Question.CONFIRM) is IntentName.DENY


@pytest.mark.parametrize("word", words(NODS, AGREED))
def test_a_resident_and_a_deputy_agree_in_the_same_words(word: str) -> None:
    assert deputy.agrees(word)
    assert not deputy.drops(word)


@pytest.mark.parametrize("word", words(NODS))
def test_a_nod_may_have_a_but(word: str) -> None:
    assert resident.after_yes_but(f"{word}，不过是五幢") == "是五幢"


@pytest.mark.parametrize("word", words(REFUSED))
def test_a_refusal_is_one_wherever_it_is_read(word: str) -> None:
    assert resident.declines(word)
    assert meaning(word, Question.PHONE) is IntentName.DENY


@pytest.mark.parametrize("word", words(DROPPED))
def test_what_drops_all_does_so_on_both_sides(word: str) -> None:
    assert deputy.drops(word)
    assert meaning(word, Question.NOTHING) is IntentName.CANCEL


@pytest.mark.parametrize("word", words(UNTRUE, MISTAKEN))
def test_what_was_wrong_is_mended_whatever_she_calls_it(word: str, reader: Understander) -> None:
    text = f"{word}了，是楼下"
    draft = Draft(matter="三幢楼上漏水")
    assert amend(draft, text, reader.understand(text)).matter == "三幢楼下漏水"
    assert meaning(text, Question.CONFIRM) is IntentName.DENY


@pytest.mark.parametrize("denial", ["不是", "而不是", "不在", "并非"])
def test_what_is_denied_is_not_meant(denial: str) -> None:
    named = building(f"五幢{denial}三幢")
    assert named is not None
    assert named.building == "5"
    assert detail(f"在楼下，{denial}楼上") == "楼下"


def test_our_own_buttons_are_read_as_they_are_meant() -> None:
    assert meaning(resident_text.YES, Question.CONFIRM) is IntentName.CONFIRM
    assert meaning(resident_text.NO, Question.CONFIRM) is IntentName.DENY
    assert resident.declines(resident_text.SKIP)
    assert resident.keeps(resident_text.WITHDRAW_NO)


def test_the_two_scripts() -> None:
    assert simplified("路燈壞了") == "路灯坏了"
    assert traditional("路灯坏了") == "路燈壞了"
