"""Turns of speech, and what only looks like them."""

import pytest

from handlers.dialogue import phrases
from nlu.context import Question


@pytest.mark.parametrize(
    "text",
    [
        "我要反映一个问题",
        "我想反映一下",
        "你好，我有件事情要反映",
        "小清，我来投诉",
        "有事要说",
        "我要反映一件事",
        "我想跟你们反映一个情况。",
        "有个困难",
    ],
)
def test_what_only_opens_a_story(text: str) -> None:
    assert phrases.opens(text)


@pytest.mark.parametrize(
    "text", ["你好", "路灯坏了", "我要反映路灯坏了", "有人放音响", "我有意见，垃圾没人收", "有", ""]
)
def test_what_tells_something_does_not_only_open(text: str) -> None:
    assert not phrases.opens(text)


@pytest.mark.parametrize("text", ["我想反映一下电梯的事情", "我要说一下路灯的问题"])
def test_a_subject_is_named(text: str) -> None:
    assert phrases.names_a_subject(text)


@pytest.mark.parametrize(
    "text", ["我反映的事情怎么样了", "我上次反映的路灯怎么样了", "路灯坏了", "查一下我反映的事情"]
)
def test_asking_after_a_matter_names_no_subject(text: str) -> None:
    assert not phrases.names_a_subject(text)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("还有一件事，自来水发黄", "自来水发黄"),
        ("另外还有个问题，垃圾没人收", "垃圾没人收"),
        ("还有一件事", ""),
        ("自来水发黄", None),
        ("还有人在放音响", None),
    ],
)
def test_another_matter(text: str, rest: str | None) -> None:
    assert phrases.another(text) == rest


@pytest.mark.parametrize(
    ("text", "rest"),
    [("对，不过是五幢", "是五幢"), ("是的，但是楼下", "楼下"), ("对的", None), ("不对", None)],
)
def test_yes_but(text: str, rest: str | None) -> None:
    assert phrases.after_yes_but(text) == rest


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("那个……呃，路灯坏了", "路灯坏了"),
        ("嗯嗯，就是，那个灯坏了", "灯坏了"),
        ("路灯坏了", "路灯坏了"),
        ("嗯", "嗯"),
        ("那个我说一下哦，就是我们那边的公交车", "我们那边的公交车"),
        ("我说一下午饭的事", "我说一下午饭的事"),
    ],
)
def test_hesitation_goes_and_the_words_stay(text: str, rest: str) -> None:
    assert phrases.without_hesitation(text) == rest


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("不晓得叫啥街道，就在菜场旁边", "菜场旁边"),
        ("在文三路上", "文三路上"),
        ("文三路", "文三路"),
    ],
)
def test_what_she_knows_of_the_place(text: str, rest: str) -> None:
    assert phrases.known_part(text) == rest


def test_waiting_why_and_who() -> None:
    assert phrases.waits("等一下，我想想")
    assert phrases.waits("等一等")
    assert not phrases.waits("公交车等了四十分钟")
    assert phrases.asks_why("为什么要问电话")
    assert phrases.asks_who_we_are("你是谁啊")
    assert phrases.restarts("算了重新来过")
    assert phrases.does_not_know("我也说不清楚")
    assert phrases.declines("不想说")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("姓陈，耳东陈", "陈"),
        ("我是老王", "老王"),
        ("阿拉姓周", "周"),
        ("叫我李阿姨就行", "李阿姨"),
        ("王师傅，13588123456", "王师傅"),
        ("您贵姓", None),
        ("我不知道你要问什么", None),
    ],
)
def test_what_she_wants_to_be_called(text: str, name: str | None) -> None:
    assert phrases.name(text) == name


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("紫阳街道金狮苑", "金狮苑"),
        ("在紫阳街道的运河边上", "运河边上"),
        ("我住在紫阳街道", None),
        ("紫阳街道", None),
    ],
)
def test_what_else_she_said_of_the_place(text: str, rest: str | None) -> None:
    assert phrases.beside(text, "紫阳街道") == rest


def test_keeping_and_what_is_wrong() -> None:
    assert phrases.keeps("不撤了")
    assert not phrases.keeps("撤了吧")
    assert phrases.wrong_parts("称呼电话不对") == {Question.WHO, Question.PHONE}
    assert phrases.wrong_parts("地址错了") == {Question.WHERE}
    assert phrases.wrong_parts("地方不对，是紫阳街道") == frozenset()
    assert phrases.supplement("我补充一句，晚上更看不清") == "晚上更看不清"


@pytest.mark.parametrize(
    "text", ["Hello, the street lamp is broken.", "Where is the toilet?", "I don't speak Chinese"]
)
def test_english_is_another_language(text: str) -> None:
    assert phrases.is_foreign(text)


@pytest.mark.parametrize(
    "text", ["ok", "Wang Wei", "我要 Wi Fi 和 TV", "13800001111", "A B C 3 幢", "谢谢", ""]
)
def test_a_few_letters_are_not(text: str) -> None:
    assert not phrases.is_foreign(text)
