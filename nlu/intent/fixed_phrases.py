"""Things said in few fixed words: what a whole short sentence means, given the open question.

These rules go before the classifier. A pattern must match the whole sentence once fillers and
punctuation are gone; the first that matches counts.
"""

import re

from nlu.context import Question
from nlu.intent.no_speech import is_chinese, is_no_speech
from nlu.text.pattern import any_of
from nlu.text.yes_no import DROPPED, MISTAKEN, NODS, NOES, REFUSED, UNTRUE, YESES
from nlu.understanding import Intent, IntentName

ANY = frozenset(Question)
OPTIONAL = frozenset(
    {Question.WHO, Question.PHONE, Question.EVALUATE, Question.WHICH_PLACE, Question.SUPPLEMENT}
)
ANSWERED = ANY - {Question.NOTHING}
CLOSED = frozenset({Question.CONFIRM, Question.WITHDRAW})
"""Questions that want a yes or a no."""
SURE = 0.97
LONGEST = 40


_YES = any_of(YESES)
# 没有错 and 不错 are no two noes.
_NO = rf"(?!{_YES}+$){any_of(NOES)}"
_REFUSED = any_of(REFUSED, "不用了 不要了 不想说 不说了 不留了 不愿意 没必要 没了 不")
_STOP = any_of(DROPPED, "不报了 不说了 取消吧 不弄了 不反映了 停止 退出 结束 不办了 作废 别记了")
_THANKS = any_of(
    "谢谢 谢谢你 谢谢您 多谢 感谢 非常感谢 辛苦了 麻烦你了 麻烦了 麻烦您了 谢了 谢谢侬"
    " 太感谢了 再见 拜拜"
)
_HELLO = any_of(
    "你好 您好 喂 早上好 上午好 下午好 晚上好 中午好 你好呀 哈喽 嗨 hello hi 有人吗 在吗 小清"
    " 小清你好 你好小清"
)
_AGAIN = any_of(
    "再说一遍 再说一次 重复一遍 重说一遍 再讲一遍 再讲一次 没听清 没听清楚 没听见 听不清"
    " 听不见 没听到 什么 啥 你说什么 你说啥 请再说一遍 再念一遍 再读一遍 刚才说什么 没听懂"
    " 说慢点 说慢一点 慢一点 慢点说 /repeat"
)
_PERSON = (
    r"(?:找|叫|转|喊|要|我要|我要找|我想找|帮我找|帮我叫|给我转)?(?:个|一个|一下)?"
    + any_of("人工 人工服务 工作人员 真人 服务员 值班人员 值班的人")
    + r"(?:来|来一下|帮我|帮忙)?|/human"
)
_WRONG = any_of(UNTRUE, MISTAKEN, "不是 有一点不对 有个地方不对 地方错 要改 改一下")
_OBJECT = r"(?:[一几]?(?:个|点|件|桩|下|些|条))?(?:意见|建议|问题|情况|事情|事体|事|诉求)"
_TO_WHOM = r"(?:(?:向|跟|给|和)(?:你们|你|人大代表|代表|政府|领导))?"
_OPENS = (
    rf"(?:我|我们|阿拉)?(?:是?来|要|想要?|想来)?{_TO_WHOM}"
    rf"(?:(?:反映|投诉|举报|登记)(?:一下)?(?:{_OBJECT})?|提{_OBJECT})|"
    rf"(?:我|我们|阿拉)?(?:这里|心里)?有(?:话|{_OBJECT})"
    rf"(?:要|想)?{_TO_WHOM}(?:反映|投诉|说|讲|提)(?:一下)?"
)
"""Somebody who begins, and has not said what it is about."""
_RATES = (
    r"(?:我)?(?:打|给|评)?个?[零一二两三四五六七八九十百半\d]{1,3}(?:颗半?星|星|分)半?|"
    r"(?:我)?(?:(?:很|非常|十分|比较|基本|不太|不是很|不|蛮|勿|弗|还算|相当)?满意的?)+"
)

RULES: tuple[tuple[IntentName, frozenset[Question], str], ...] = (
    (IntentName.REPEAT, ANY, _AGAIN),
    (IntentName.HUMAN_HELP, ANY, _PERSON),
    (IntentName.DENY, OPTIONAL, _REFUSED),
    (IntentName.DENY, ANSWERED, rf"(?:{_NO})+|不要|不用|不用了"),
    (IntentName.CANCEL, ANY, rf"(?:{_STOP})+"),
    (IntentName.DENY, ANY, rf"(?:{_NO})+"),
    (IntentName.CONFIRM, ANY, rf"(?:{_YES})+"),
    (IntentName.FILE_OPINION, frozenset({Question.NOTHING, Question.WHAT}), _OPENS),
    (IntentName.EVALUATE, frozenset({Question.NOTHING, Question.EVALUATE}), _RATES),
    (IntentName.THANKS, ANY, rf"(?:{_YES})?(?:{_THANKS})+"),
    (IntentName.GREET, ANY, rf"(?:{_HELLO})+"),
)

STARTS: tuple[tuple[IntentName, frozenset[Question], str], ...] = (
    (
        IntentName.DENY,
        frozenset({Question.CONFIRM, Question.REPAIR, Question.WHICH_PLACE}),
        _WRONG,
    ),
    (IntentName.DENY, ANY, r"(?:不对){2}|(?:错了){2}"),
    (
        IntentName.CONFIRM,
        frozenset({Question.CONFIRM}),
        rf"{any_of(NODS, '没错')}{any_of(NODS, '的 没错')}+(?!.*(?:不对|但是|不过|改))",
    ),
)
"""What a longer sentence means by how it begins: 不对，是楼下 denies, whatever follows."""

ANSWERS: dict[Question, IntentName] = {
    Question.WHAT: IntentName.FILE_OPINION,
    Question.WHERE: IntentName.FILE_OPINION,
    Question.WHICH_PLACE: IntentName.FILE_OPINION,
    Question.WHO: IntentName.FILE_OPINION,
    Question.PHONE: IntentName.FILE_OPINION,
    Question.REPAIR: IntentName.FILE_OPINION,
    Question.CODE: IntentName.QUERY_STATUS,
    Question.SUPPLEMENT: IntentName.SUPPLEMENT,
    Question.EVALUATE: IntentName.EVALUATE,
}
"""What an answer that holds just the particular asked for (a place, a phone, a code) is part of."""

_FILLERS = re.compile(
    r"[\s，。！？、；：,.!?;:~…“”\"'（）()]+|"
    + any_of("那个 这个 嗯嗯 呃 额 哎 唉 诶 欸 啊 哦 噢 呀 呢 吧 嘛 啦 哈 喽 咯 嘞 了哦")
)
_HUMS = re.compile(r"[嗯恩]*")
_GROPES = re.compile(r"[那这]个|[呃额]")
"""嗯 is a yes, 嗯，那个… is somebody looking for words."""
_RULES = tuple((name, questions, re.compile(pattern)) for name, questions, pattern in RULES)
_STARTS = tuple((name, questions, re.compile(pattern)) for name, questions, pattern in STARTS)


def closed(text: str, question: Question) -> Intent | None:
    """The intent of a fixed phrase, or None where the classifier has to read the sentence."""
    if len(text) > 5 * LONGEST:
        return None
    bare = _FILLERS.sub("", text.lower())
    if len(bare) <= LONGEST and not (_HUMS.fullmatch(bare) and _GROPES.search(text)):
        for name, questions, pattern in _RULES:
            if question in questions and pattern.fullmatch(bare):
                return Intent(name, SURE)
    for name, questions, pattern in _STARTS:
        if question in questions and pattern.match(bare):
            return Intent(name, 0.9)
    if question is not Question.WHO and is_no_speech(text):  # names come in any script
        return Intent(IntentName.OUT_OF_SCOPE, 0.9)
    return None


def answers(question: Question) -> tuple[str, ...]:
    """What is likely said to a question that wants a yes or a no; empty for any other one."""
    if question not in CLOSED:
        return ()
    words = f"{YESES} {NOES}".split()
    return tuple(word for word in words if is_chinese(word) and closed(word, question))
