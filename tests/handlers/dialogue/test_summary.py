"""The summary: everything that is known, for the ear in one breath, for the eye in lines."""

import pytest

from handlers.context.draft import Draft
from handlers.context.state import State
from handlers.dialogue import summary
from handlers.message import resident_text
from handlers.message.turn import CardKind
from nlu.context import Question
from tests.handlers.conversation.seen import value

MATTER = "楼下的路灯坏了"


def test_all_that_is_known_is_read_aloud_and_shown() -> None:
    draft = Draft(MATTER, where="清波街道三幢", reporter="王秀英", phone="13588123456")
    reply = summary.read_back(State(), draft, MATTER).reply
    assert reply.text == (
        "我念给您听。您反映的是，楼下的路灯坏了。地方在清波街道三幢。称呼是王秀英。"
        "电话是135 8812 3456。对吗？"
    )
    assert reply.card
    assert [row.value for row in reply.card.rows] == [
        MATTER,
        "清波街道三幢",
        "王秀英",
        "13588123456",
    ]


def test_what_she_did_not_say_is_shown_as_such_and_not_read_aloud() -> None:
    reply = summary.read_back(State(), Draft(MATTER), MATTER).reply
    assert reply.text == "我念给您听。您反映的是，楼下的路灯坏了。对吗？"
    assert [value(reply, label) for label in ("地方", "称呼", "电话")] == [
        resident_text.NO_PLACE,
        resident_text.ANONYMOUS,
        resident_text.NO_PHONE,
    ]


def test_a_place_within_the_story_is_not_said_twice() -> None:
    matter = "清波街道三幢的路灯坏了"
    reply = summary.read_back(State(), Draft(matter, where="清波街道三幢"), matter).reply
    assert reply.say.count("清波街道三幢") == 1
    assert value(reply, resident_text.PLACE_LABEL) == "清波街道三幢"


def test_the_story_is_read_with_personal_data_covered() -> None:
    draft = Draft("我的身份证是330102194001011234")
    reply = summary.read_back(State(), draft, "我的身份证是[身份证]").reply
    assert "1940" not in reply.say + reply.written


def test_of_a_long_story_ninety_letters_are_said_and_four_hundred_shown() -> None:
    reply = summary.read_back(State(), Draft("长" * 401), "长" * 401).reply
    assert reply.say.count("长") == 90
    assert resident_text.AND_SO_ON in reply.say
    assert value(reply, resident_text.MATTER_LABEL) == "长" * 400 + "…"
    reply = summary.read_back(State(), Draft("长" * 90), "长" * 90).reply
    assert resident_text.AND_SO_ON not in reply.say
    (matter, *_) = summary.rows(Draft("长" * 400), "长" * 400)
    assert matter.value == "长" * 400


@pytest.mark.parametrize("phone", ["87651234", "057187651234", "23588123456"])
def test_only_a_mobile_number_is_read_in_groups(phone: str) -> None:
    reply = summary.read_back(State(), Draft(MATTER, phone=phone), MATTER).reply
    assert resident_text.SAID_PHONE.format(phone=phone) in reply.say


def test_it_asks_whether_that_is_right_after_what_it_was_given_to_say_first() -> None:
    taken = summary.read_back(State(), Draft(MATTER), MATTER, resident_text.MENDED)
    assert taken.reply.text.startswith(resident_text.MENDED)
    assert taken.state.question is taken.reply.question is Question.CONFIRM
    assert [button.payload for button in taken.reply.buttons] == ["对的", "不对"]
    assert taken.reply.card
    assert taken.reply.card.kind is CardKind.SUMMARY
