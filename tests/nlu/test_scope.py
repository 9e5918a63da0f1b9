"""The words of known matters weigh against out of scope."""

import pytest

from nlu import scope
from nlu.understanding import Intent, IntentName

KNOWN = frozenset({"路灯", "垃圾"})
GUESS = (Intent(IntentName.FILE_OPINION, 0.5), Intent(IntentName.OUT_OF_SCOPE, 0.4))


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["月亮", "圆"], IntentName.OUT_OF_SCOPE),
        (["路灯", "圆"], IntentName.FILE_OPINION),
        (["路灯", "路灯"], IntentName.FILE_OPINION),
        ([], IntentName.OUT_OF_SCOPE),
    ],
)
def test_a_text_without_a_word_of_a_matter_is_likelier_out_of_scope(
    words: list[str], first: IntentName
) -> None:
    weighed = scope.weigh(GUESS, words, KNOWN)
    assert weighed[0].name is first
    assert sum(intent.confidence for intent in weighed) == pytest.approx(1)


def test_more_words_of_matters_make_it_surer() -> None:
    none, one, two, three = (
        scope.weigh(GUESS, words, KNOWN | {"井盖"})[0].confidence
        if words
        else 1 - scope.weigh(GUESS, words, KNOWN)[0].confidence
        for words in ([], ["路灯"], ["路灯", "垃圾"], ["路灯", "垃圾", "井盖"])
    )
    assert none < one < two
    assert two == three


def test_a_sure_engine_is_not_overruled() -> None:
    sure = (Intent(IntentName.GREET, 0.9), Intent(IntentName.OUT_OF_SCOPE, 0.1))
    assert scope.weigh(sure, ["小清"], KNOWN)[0].name is IntentName.GREET


def test_the_tables_know_the_words_of_matters() -> None:
    known = scope.matter_words(lambda phrase: phrase.split())
    assert "路灯" in known
    assert all(len(word) > 1 for word in known)
