"""What recognisers invent is one list, though two rooms hold it."""

import pytest

from nlu.intent import no_speech
from nlu.intent.no_speech import is_no_speech
from speech.stt import hallucination


def test_speech_and_understanding_know_the_same_inventions() -> None:
    assert no_speech.INVENTED == hallucination.INVENTED


@pytest.mark.parametrize(
    "text", ["字幕组：晚风", "词：李宗盛", "优优独播剧场", "感谢您的收看", "Amara.org", "下期再见"]
)
def test_credits_and_televisions_are_no_speech(text: str) -> None:
    assert is_no_speech(text)


@pytest.mark.parametrize(
    "text",
    [
        "谢谢大家帮我看看路灯",
        "电视上没有字幕，老人看不清",
        "大屏上没有字幕，请提供",
        "我订阅的报纸没人送",
        "请物业不要吝啬",
    ],
)
def test_what_a_resident_may_say_is_speech(text: str) -> None:
    assert not is_no_speech(text)
