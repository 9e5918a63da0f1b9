"""The script: fixed sentences, and none with anybody's particulars in it."""

from bot import script
from handlers import words


def test_what_is_said_to_everybody_is_in_it() -> None:
    fixed = script.fixed()
    for sentence in ("您好，我是小清。", "记好了，已经交上去了。", "您还在吗？", "对吗？"):
        assert sentence in fixed
    assert "".join(fixed).count(words.CODE_UNKNOWN.split("。")[0]) == 1


def test_gaps_and_labels_are_not() -> None:
    assert not [one for one in script.fixed() if "{" in one or one[-1] not in "。？"]
    assert words.YES_TITLE not in script.fixed()
