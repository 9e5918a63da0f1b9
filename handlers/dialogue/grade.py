"""What a resident thinks of the answer, from her words."""

import re

from data.record.casework import Grade
from nlu.text import numerals

_BAD = re.compile(
    r"[不没勿弗](?:太|是很|大|怎么|能|算)?(?:满意|好|行|可以|灵光|解决|修好|办好|弄好|处理)|没有?(?:人来|动静|用|变)|"
    r"老样子|敷衍|骗人|糊弄|差劲|太差|很差|白说|又坏了|还是(?:坏|老|没|不)|失望"
)
_FAIR = re.compile(
    r"基本|一般|还算|还行|还可以|马马虎虎|过得去|凑合|凑乎|勉强|差不多|比较满意|中等"
)
_GOOD = re.compile(r"满意|很好|蛮好|挺好|不错|解决了|修好了|办好了|弄好了|谢谢|表扬|点赞|灵光|可以")
_MARK = re.compile(r"([零一二两三四五六七八九十百\d]{1,3})(星|颗星|分)")
_REASON = re.compile(
    r"^(?:我)?(?:很|非常|十分|太)?[不勿弗](?:太|是很|大)?满意(?:的|啊|呀)?[，,。！、 ]*(?:因为)?"
)
_SHORTEST_REASON = 3
_FULL = {"星": 5, "颗星": 5, "分": 10}
_HUNDRED, _TEN = 100, 10
_GOOD_SHARE, _FAIR_SHARE = 0.8, 0.6


def grade(text: str) -> Grade | None:
    """The grade in these words; None where there is none."""
    if mark := _MARK.search(text):
        return _of_mark(mark[1], mark[2])
    text = text.replace("不错", "很好")
    if _BAD.search(text):
        return Grade.DISSATISFIED
    if _FAIR.search(text):
        return Grade.FAIR
    return Grade.SATISFIED if _GOOD.search(text) else None


def reason(text: str) -> str | None:
    """Why she is not satisfied, where she says so: "不满意，灯还是不亮"."""
    said = _REASON.sub("", text).strip("。！， ")
    return said if len(said) >= _SHORTEST_REASON else None


def _of_mark(number: str, unit: str) -> Grade | None:
    value = numerals.number(number)
    if value is None:
        return None
    full = _FULL[unit]
    if full == _TEN and value > _TEN:
        full = _HUNDRED
    share = value / full
    if share >= _GOOD_SHARE:
        return Grade.SATISFIED
    return Grade.FAIR if share >= _FAIR_SHARE else Grade.DISSATISFIED
