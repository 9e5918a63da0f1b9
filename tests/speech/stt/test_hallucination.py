"""What Whisper says when nobody does goes; what a resident says stays."""

import pytest

from speech.stt.hallucination import without_hallucinations


@pytest.mark.parametrize(
    "text",
    [
        "请不吝点赞 订阅 转发 打赏支持明镜与点点栏目",
        "字幕由Amara.org社群提供",
        "字幕志愿者 杨茜茜",
        "谢谢大家观看",
        "感谢观看",
        "作词:李宗盛",
        "。",
        "",
    ],
)
def test_credits_go_however_long_she_spoke(text: str) -> None:
    assert without_hallucinations(text, voiced_seconds=30) == ""


@pytest.mark.parametrize(
    "text",
    [
        "谢谢你啊，小清。",
        "谢谢大家帮我看看路灯。",
        "楼下有人天天放音响唱歌，吵死人了。",
        "我订阅的报纸没人送。",
        "电视上没有字幕，老人看不清。",
        "作曲家协会门口的路坏了。",
        "对的。",
    ],
)
def test_what_a_resident_may_say_stays(text: str) -> None:
    assert without_hallucinations(text, voiced_seconds=4) == text


def test_a_credit_after_a_sentence_leaves_the_sentence() -> None:
    heard = "三幢楼下的路灯坏了。谢谢大家观看。"
    assert without_hallucinations(heard, 3) == "三幢楼下的路灯坏了。"


def test_more_words_than_anyone_can_say_were_not_said() -> None:
    text = "我们小区门口的垃圾桶好几天没有人清理了夏天味道很大"
    assert without_hallucinations(text, voiced_seconds=0.3) == ""
    assert without_hallucinations(text, voiced_seconds=4) == text
