"""The script: what people read is put into theirs, what programs read stays."""

import pytest

from handlers.message.language import SIMPLIFIED, TRADITIONAL, converted, reply_in
from handlers.message.turn import Button, Card, CardKind, Reply, Row
from nlu.context import Question

REPLY = Reply(
    "路灯坏了，对吗？",
    "路灯坏了，对吗？",
    (Button("对，交上去", "对的"), Button("说不清", "说不清")),
    Card(
        CardKind.STATUS, "办理情况", (Row("现在", "正在办"), Row("事情", "路灯坏了")), "3726 5849"
    ),
    Question.CONFIRM,
    sounds=("灯.s16le",),
)


@pytest.mark.parametrize("language", [None, SIMPLIFIED, "en", ""])
def test_only_who_asked_for_it_reads_traditional_characters(language: str | None) -> None:
    assert converted("路灯坏了", language) == "路灯坏了"
    assert reply_in(REPLY, language) == REPLY


def test_all_that_is_read_of_a_reply_is_put_into_the_script() -> None:
    reply = reply_in(REPLY, TRADITIONAL)
    assert reply.text == converted("路灯坏了，对吗？", TRADITIONAL) == "路燈壞了，對嗎？"
    assert [button.title for button in reply.buttons] == ["對，交上去", "說不清"]
    assert reply.card
    assert reply.card.title == "辦理情況"
    assert reply.card.rows == (Row("現在", "正在辦"), Row("事情", "路燈壞了"))


def test_what_a_button_says_to_us_and_what_a_voice_reads_stays() -> None:
    reply = reply_in(REPLY, TRADITIONAL)
    assert [button.payload for button in reply.buttons] == ["对的", "说不清"]
    assert reply.say == REPLY.say
    assert reply.card
    assert (reply.card.code, reply.card.kind) == ("3726 5849", CardKind.STATUS)
    assert (reply.question, reply.sounds) == (Question.CONFIRM, ("灯.s16le",))


def test_a_reply_without_a_card_has_none_in_the_other_script() -> None:
    assert reply_in(Reply("好", "好"), TRADITIONAL).card is None
