"""What the kiosk's microphone expects to hear; its whole way is played in tests/scenes."""

from bot.channel.kiosk.listen import _likely
from handlers.message.turn import Button, Reply
from nlu.context import Question

BUTTONS = (Button("上城区清波街道", "清波"), Button("都不是", "都不是"))


def test_a_yes_or_a_no_or_a_button_is_likely_after_a_closed_question() -> None:
    likely = _likely(Reply("对吗？", "对吗？", BUTTONS, question=Question.CONFIRM))
    assert {"对", "不对", "都不是"} <= set(likely)


def test_only_the_choices_are_likely_after_a_menu() -> None:
    menu = Reply("是哪一个？", "是哪一个？", BUTTONS, question=Question.WHICH_PLACE)
    assert _likely(menu) == ("上城区清波街道", "都不是")


def test_a_story_may_be_anything() -> None:
    assert _likely(Reply("请说", "请说", BUTTONS, question=Question.WHAT)) == ()
