"""What deputies say in plain words."""

import pytest

from handlers.deputy import phrases
from handlers.opinion.lifecycle import Action


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("我去看过了，明天修好", Action.PROGRESS),
        ("去现场看了一下，灯泡烧了", Action.PROGRESS),
        ("已经联系物业了，下周来装", Action.PROGRESS),
        ("正在和业委会商量", Action.PROGRESS),
        ("预计月底前能修好了", Action.PROGRESS),
        ("修好了，换了新灯", Action.ANSWER),
        ("垃圾都清走了", Action.ANSWER),
        ("已经处理完了", Action.ANSWER),
        ("下午恢复供水了", Action.ANSWER),
        ("看过了，当场就换好了", Action.ANSWER),
        ("问一下居民，是哪一盏灯", Action.ASK),
        ("请问是几单元？", Action.ASK),
        ("是每天晚上都这样吗？", Action.ASK),
        ("这件我来办", Action.CLAIM),
        ("我认领", Action.CLAIM),
        ("好，我接了", Action.CLAIM),
        ("不归我管，退回去", Action.RELEASE),
        ("我这边办不了", Action.RELEASE),
        ("要转给区里才行", Action.PROPOSE),
        ("街道解决不了", Action.PROPOSE),
        ("你好", None),
        ("清波街道有人乱停车", None),
    ],
)
def test_which_step_a_sentence_is(text: str, action: Action | None) -> None:
    assert phrases.action_meant(text) is action


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("问一下居民，是哪一盏灯", "是哪一盏灯"),
        ("问问居民，灯是哪一盏", "灯是哪一盏"),
        ("帮我问一问群众，几点开始吵", "几点开始吵"),
        ("请问是几单元？", "是几单元？"),
        ("在哪里？", "在哪里？"),
    ],
)
def test_what_is_to_be_asked(text: str, asked: str) -> None:
    assert phrases.question(text) == asked


def test_lists_and_second_thoughts() -> None:
    assert phrases.mine("我手上有哪些事")
    assert phrases.offers("有什么可以认领的")
    assert phrases.drops("算了")
    for text in ("对", "对的", "好的", "发吧", "可以，发出去", "就这样吧"):
        assert phrases.agrees(text), text
    for text in ("不对", "不，再说一遍", "错了", "先别发"):
        assert phrases.refuses(text), text
    assert not phrases.agrees("好了，修好了")
    assert not phrases.refuses("不亮的灯换了")
    assert not phrases.mine("我手上这件修好了")
