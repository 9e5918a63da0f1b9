"""What a deputy says in plain words, and which step that is."""

import re

from handlers.opinion.lifecycle import Action
from nlu.text.pattern import any_of
from nlu.text.yes_no import AGREED, DROPPED, NODS

_CLAIM = re.compile(
    r"^(?:这[件个]|好[的吧]?[，,]?)*(?:我来|我接|我认领|认领|我去)"
    r"(?:办|跟|处理|吧|了|这件|这个|看看)*[。！]*$"
)
_RELEASE = re.compile(
    r"退回|放回|交回|还给站里|不归我|不是我这|不认领了|我办不了|"
    r"我(?:这边|这里)?(?:管|办|处理)不了"
)
_PROPOSE = re.compile(r"(?:转|交|报)(?:给|到)?(?:上级|区里|市里|县里|平台)|街道(?:办|管|解决)不了")
_ASK = re.compile(
    r"^(?:请?(?:帮我)?(?:问一?问|请问|问)(?:一?下)?(?:群众|他|她|居民|反映人)?[，,：: ]*)"
    r"(?P<words>.+)|.+[?？]$"
)
_SHALL = re.compile(
    r"明天|后天|下周|下个?月|马上|准备|打算|计划|正在|已经?联系|会(?:去|来)|将|等|排|预计|先"
)
_WENT = re.compile(r"(?:看|去|到|联系|跑|查)(?:过|了)")
_DONE = re.compile(
    r"(?:修|办|弄|处理|解决|换|清|装|搞|补|疏通|清理|清运|更换|整改|拆|加装)"
    r"(?:干净|完成|完毕|到位|好|完|掉|走|清|上|妥)?了|恢复(?:供水|供电|正常)?了"
)
_MINE = re.compile(
    r"^(?:看看?|查一?下?)?我(?:手上|这里|名下|认领)的?(?:有|还有)?(?:哪些|什么|几件)?"
    r"(?:事|件|任务)?[吗呢？?。]*$"
)
_OFFERS = re.compile(r"可以认领|有(?:什么|哪些|没有)?新的?(?:可以)?(?:认领|要办|任务)")
_AGREES = re.compile(rf"^{any_of(NODS, AGREED, '问')}(?:的|吧|了|啊|，|就这样|发|出去|对)*[。！]*$")
_REFUSES = re.compile(
    r"^(?:不|别|先别|先不)(?:对|是|行|好|发|要|用)?[吧了啊，]*"
    r"(?:再说一遍|重新说|我重说|改一下)?[。！]*$|^(?:错了|重说|再说一遍)[。！]*$"
)
_DROPS = re.compile(rf"^{any_of(DROPPED, '不用 不要 先不 不发')}[吧了啊。！]*$")


def action_meant(text: str) -> Action | None:
    """The step that these words are; None where they are none for sure.

    What is still to come makes it progress, what is done an answer.
    """
    if _CLAIM.match(text):
        return Action.CLAIM
    if _PROPOSE.search(text):
        return Action.PROPOSE
    if _RELEASE.search(text):
        return Action.RELEASE
    if _ASK.match(text):
        return Action.ASK
    if _SHALL.search(text) or (_WENT.search(text) and not _DONE.search(text)):
        return Action.PROGRESS
    return Action.ANSWER if _DONE.search(text) else None


def question(text: str) -> str:
    """ "问问居民，灯是哪一盏": what is to be asked."""
    asked = _ASK.match(text)
    return (asked and asked["words"]) or text


def mine(text: str) -> bool:
    """ "我手上有哪些"."""
    return bool(_MINE.match(text))


def offers(text: str) -> bool:
    """ "有什么可以认领的"."""
    return bool(_OFFERS.search(text))


def agrees(text: str) -> bool:
    """ "对，发吧"."""
    return bool(_AGREES.match(text))


def refuses(text: str) -> bool:
    """ "不对，我重说"."""
    return bool(_REFUSES.match(text))


def drops(text: str) -> bool:
    """ "算了"."""
    return bool(_DROPS.match(text))
