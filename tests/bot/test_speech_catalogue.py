"""The script: fixed sentences, and none with anybody's particulars in it."""

from bot import speech_catalogue
from handlers.message import resident_text


def test_what_is_said_to_everybody_is_in_it() -> None:
    fixed = speech_catalogue.fixed()
    for sentence in ("您好，我是小清。", "记好了，已经交上去了。", "您还在吗？", "对吗？"):
        assert sentence in fixed
    assert "".join(fixed).count(resident_text.CODE_UNKNOWN.split("。")[0]) == 1


def test_gaps_and_labels_are_not() -> None:
    assert not [one for one in speech_catalogue.fixed() if "{" in one or one[-1] not in "。？"]
    assert resident_text.YES_TITLE not in speech_catalogue.fixed()
