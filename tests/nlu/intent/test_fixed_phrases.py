"""Fixed phrases: what the open question makes of them."""

import pytest

from nlu.context import Question
from nlu.intent.fixed_phrases import CLOSED, answers, closed
from nlu.understanding import IntentName


@pytest.mark.parametrize(
    ("text", "question", "name"),
    [
        ("对", Question.CONFIRM, IntentName.CONFIRM),
        ("对对对，没错", Question.CONFIRM, IntentName.CONFIRM),
        ("嗯，是的。", Question.CONFIRM, IntentName.CONFIRM),
        ("好的呀", Question.NOTHING, IntentName.CONFIRM),
        ("不对", Question.CONFIRM, IntentName.DENY),
        ("不对，是楼下", Question.CONFIRM, IntentName.DENY),
        ("不是，我说的是垃圾", Question.REPAIR, IntentName.DENY),
        ("不对不对，我说的是楼下，不是楼上", Question.NOTHING, IntentName.DENY),
        ("不用了", Question.PHONE, IntentName.DENY),
        ("不用了", Question.NOTHING, IntentName.CANCEL),
        ("算了", Question.CONFIRM, IntentName.CANCEL),
        ("算了", Question.PHONE, IntentName.DENY),
        ("再说一遍", Question.CONFIRM, IntentName.REPEAT),
        ("找工作人员", Question.PHONE, IntentName.HUMAN_HELP),
        ("/human", Question.WHAT, IntentName.HUMAN_HELP),
        ("我要投诉", Question.NOTHING, IntentName.FILE_OPINION),
        ("呃，我想跟代表反映个事体", Question.NOTHING, IntentName.FILE_OPINION),
        ("我有话要讲", Question.WHAT, IntentName.FILE_OPINION),
        ("提意见", Question.NOTHING, IntentName.FILE_OPINION),
        ("打三分吧", Question.EVALUATE, IntentName.EVALUATE),
        ("两颗星", Question.NOTHING, IntentName.EVALUATE),
        ("勿满意", Question.EVALUATE, IntentName.EVALUATE),
        ("谢谢你啊", Question.NOTHING, IntentName.THANKS),
        ("小清，你好！", Question.NOTHING, IntentName.GREET),
    ],
)
def test_fixed_phrases(text: str, question: Question, name: IntentName) -> None:
    intent = closed(text, question)
    assert intent is not None
    assert intent.name is name


@pytest.mark.parametrize(
    "text",
    [
        "对面的路灯坏了",
        "好几天没水了",
        "不是我说你们，路灯坏了三个月",
        "你好，我要反映路灯",
        "没有电梯",
        "我要反映的事情怎么样了",
        "我有意见，垃圾没人收",
        "提",
        "三点五十分的公交没来",
        "👍",
    ],
)
def test_sentences_are_left_to_the_engine(text: str) -> None:
    assert closed(text, Question.NOTHING) is None


def test_a_yes_with_a_but_is_no_yes() -> None:
    assert closed("对是对的，但是楼下不是楼上", Question.CONFIRM) is None


@pytest.mark.parametrize(
    "text",
    [
        "hello how are you",
        "Where is the station?",
        "こんにちは",
        "すみません、駅はどこですか",
        "안녕하세요",
        "спасибо",
        "哈哈哈哈",
        "汪汪，汪汪",
        "请不吝点赞 订阅 转发 打赏",
        "字幕由志愿者提供",
        "欢迎收看今天的节目",
    ],
)
def test_what_is_no_speech_to_us_is_out_of_scope(text: str) -> None:
    intent = closed(text, Question.NOTHING)
    assert intent is not None
    assert intent.name is IntentName.OUT_OF_SCOPE


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("ok", IntentName.CONFIRM),
        ("hi", IntentName.GREET),
        ("no", IntentName.DENY),
        ("/human", IntentName.HUMAN_HELP),
    ],
)
def test_latin_words_everybody_says_are_no_other_language(text: str, name: IntentName) -> None:
    intent = closed(text, Question.CONFIRM)
    assert intent is not None
    assert intent.name is name


@pytest.mark.parametrize(
    "text", ["QH7825", "WIFI老是断", "7 2 1 3", "👍", "小区的狗汪汪叫", "楼下优の良品太吵"]
)
def test_codes_and_mixed_sentences_are_no_other_language(text: str) -> None:
    assert closed(text, Question.NOTHING) is None


@pytest.mark.parametrize("text", ["嗯，那个，呃", "呃嗯", "嗯…这个"])
def test_looking_for_words_is_no_yes(text: str) -> None:
    assert closed(text, Question.CONFIRM) is None


@pytest.mark.parametrize("question", sorted(CLOSED))
def test_the_answers_that_are_likely_are_answers(question: Question) -> None:
    likely = answers(question)
    assert {"对", "不对", "是的", "没错"} <= set(likely)
    for text in likely:
        intent = closed(text, question)
        assert intent
        assert intent.name in (IntentName.CONFIRM, IntentName.DENY)


def test_an_open_question_has_no_likely_answers() -> None:
    assert answers(Question.WHAT) == answers(Question.NOTHING) == ()
