"""The script: fixed sentences, and none with anybody's particulars in it."""

import pytest

from bot import speech_catalogue
from data.reference.matter.urgent import Danger, dangers
from handlers.conversation.service import Dialogue
from handlers.message import resident_text
from handlers.message.turn import Failure, Reply
from speech.tts.segments import sentences
from speech.tts.spoken_form import spoken
from tests.support.loop import UNIT, World
from tests.support.talk import Talk

LAMP = "清波街道三幢楼下的路灯坏了两个星期了，晚上很黑"
TALKS = (
    ("你好", "你好", "再说一遍", "谢谢"),
    ("重新开始", "对的", "不对", "算了", "你是谁", "等一下"),
    ("我要反映一个问题", "路灯坏了两个星期了，晚上很黑", "为什么要问", "不知道", "好的", "不留"),
    (LAMP, "好的", "为什么要问电话", "不留", "不对", "不知道", "电话不对", "1358812", "不留"),
    (LAMP, "不留", "地方不对", "清波街道", "事情不对", "路灯坏了一个月了，走路看不见", "对的"),
    ("我上次反映的事情怎么样了", "一二三", "一二三四五六七八", "谢谢"),
    ("今天天气怎么样", "I want to report something", "I want to", "/human"),
    ("医保怎么报销", "社区的养老条例应该改一改，我有个立法建议"),
    *((f"清波街道三幢{what}",) for what in ("着火了", "煤气漏了", "有人触电了")),
)
HERS = ("您反映的", "地方在", "您的编号是")
"""How sentences begin that hold something of hers: nothing of them is kept."""


@pytest.fixture(scope="module")
def ready() -> frozenset[str]:
    """What is ready to be played, cut as the voice cuts it."""
    return frozenset(s for text in speech_catalogue.fixed() for s in sentences(spoken(text)))


def unready(reply: Reply, ready: frozenset[str]) -> list[str]:
    said = sentences(spoken(reply.say))
    return [s for s in said if s not in ready and not s.startswith(HERS)]


def test_what_is_said_to_everybody_is_in_it() -> None:
    fixed = speech_catalogue.fixed()
    for sentence in ("您好，我是小清。", "记好了，已经交上去了。", "您还在吗？", "对吗？"):
        assert sentence in fixed
    assert "".join(fixed).count(resident_text.CODE_UNKNOWN.split("。")[0]) == 1


def test_gaps_and_labels_are_not() -> None:
    assert not [one for one in speech_catalogue.fixed() if "{" in one or one[-1] not in "。？"]
    assert resident_text.YES_TITLE not in speech_catalogue.fixed()


@pytest.mark.parametrize("talk", TALKS, ids=lambda talk: talk[0])
def test_whatever_the_dialogue_says_in_fixed_words_is_ready(
    talk: tuple[str, ...], dialogue: Dialogue, ready: frozenset[str]
) -> None:
    resident = Talk(dialogue)
    assert [unready(resident.say(text), ready) for text in talk] == [[] for _ in talk]


def test_so_is_what_follows_a_filing(world: World, ready: frozenset[str]) -> None:
    resident = Talk(Dialogue(world.database, world.reader, lambda: world.now))
    code = resident.file(LAMP)
    for text in ("我补充一句", "晚上更看不清", "帮我催一下", "谢谢"):
        reply = resident.say(text)
        assert unready(reply, ready) in ([], ["已经交给清波街道城市管理科去办了。"])
    world.do(UNIT, "answer", code, words="修好了")
    for text in ("催一下", "我很不满意", "还是不亮"):
        assert unready(resident.say(text), ready) in ([], ["修好了。"])


def test_so_is_what_a_turn_without_text_is_answered(
    dialogue: Dialogue, ready: frozenset[str]
) -> None:
    for failure in Failure:
        assert not unready(Talk(dialogue, failure).say("", failure=failure), ready)


@pytest.mark.parametrize("danger", dangers(), ids=lambda danger: danger.advice[:8])
def test_what_to_do_in_danger_is_ready_before_all_else(danger: Danger) -> None:
    count = sum(each.advice.count("。") for each in dangers())
    first = "".join(speech_catalogue.fixed()[:count])
    assert danger.advice in first
