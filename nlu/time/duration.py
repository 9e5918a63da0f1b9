"""How long a trouble has lasted: 三个多月了, 好几天, 大半年, 从去年国庆开始."""

import re
from collections.abc import Sequence
from datetime import date

from nlu.text.quantity import QUANTITY, Quantity, quantity
from nlu.understanding import Duration, Moment

_DAYS = {
    "分钟": 1 / 1440, "小时": 1 / 24, "钟头": 1 / 24, "钟": 1 / 24,
    "天": 1, "日": 1, "晚上": 1, "晚": 1, "夜": 1,
    "周": 7, "星期": 7, "礼拜": 7, "月": 30, "年": 365,
}  # fmt: skip
_UNIT = (
    "分钟|小时|钟头|天|晚上|个晚上|星期|礼拜|周(?![边围末年一二三四五六日])|月"
    "|年(?![级轻代纪龄限度终大])"
)
_SPELL = re.compile(
    r"(?P<ten>十天半个?月)"
    rf"|(?:(?P<most>大)?(?P<half>半)|(?P<whole>一整|整整一)|(?P<many>{QUANTITY}))"
    rf"(?:个)?(?P<more>多|半|来)?(?:个)?(?P<unit>{_UNIT})(?P<after>多|半)?(?:的?时间)?"
)
_NO_MONTH = re.compile(r"[0-9一二三四五六七八九十]月")
"""三月 is a month of the year; three months are 三个月."""
_NOT_AFTER = re.compile(
    r"前(?!后)|以前|之前|以内|之内|内|以后|之后|后|[0-9一二两三四五几好多][来几]?(?:次|趟|遍|班|顿|回|个班)"
    r"|两头|到晚|比一|天(?!天)|都不|也不|起码要|之中|里要|的?(?:老|旧|房|小区|楼|工龄|质保|保修|合同)"
)
_NOT_BEFORE = re.compile(r"(?:[每第隔限再等这前那近过后头上下]|[0-9]|给我们?|最多|要等|需要|还要)$")
_OF_SOMETHING_ELSE = re.compile(
    r"(?:住|服务|开店|从事|服役|务工|经营|任教|上学|房龄|楼龄|工作|上班|退休|结婚|建成|工龄|干|生活|租|入党|社保|交|质保|保修|活|有效期|试用期|期限|学制|只需|才)[^，。！？,.!?]{0,8}$"
)
_OF_THE_TROUBLE = re.compile(
    r"(?:坏|漏|停|堵|断|没|积|堆|亮|修|拖|等|吵|闹|臭|响|裂|塌|持续|已经|反映|投诉|有|都|快|整整)[了过有]?[^，。！？,.!?]{0,4}$"
)
_LESS_THAN = ("不到", "不足", "少于", "最多", "至多")
_AGO = re.compile("了|啦|嘞|哉")
_VAGUE = re.compile(
    "好一阵子|好一阵|一阵子|好久|很久|老久|许久|好长时间|很长时间|好长一段时间"
    "|(?:长期|长年|常年|多年)(?:以?来|都)?(?=[没无未不得停漏堵堆积脏乱污占存了])"
)
_SINCE = re.compile(
    r"(?:就|里|的时候)?(?:开始|起(?!来|诉|火|施行|执行|实施|生效)|到现在|至今|以来|到今天|一直到)"
)


def duration(text: str, times: Sequence[Moment], today: date) -> Duration | None:
    """How long it has lasted, or None. Of several spells the one that tells of the trouble, and
    of equals the last: 三天，不对，五天了."""
    best: tuple[int, Duration] | None = None
    for match in _SPELL.finditer(text):
        spell = _read(match, text)
        if spell and (best is None or spell[0] >= best[0]):
            best = spell
    if best and best[0] >= 0:
        return best[1]
    return _since(text, times, today) or _vague(text)


def _read(match: re.Match[str], text: str) -> tuple[int, Duration] | None:
    before, start, end = text[: match.start()], match.start(), match.end()
    if _NOT_AFTER.match(text, end) or _NOT_BEFORE.search(before):
        return None
    if _NO_MONTH.fullmatch(match[0]) or (match["unit"] == "月" and "个" not in match[0]):
        return None
    days = _days(match)
    if days is None:
        return None
    ended = _AGO.match(text, end)
    worth = 2 * bool(ended) + bool(_OF_THE_TROUBLE.search(text, max(0, start - 8), start))
    if _OF_SOMETHING_ELSE.search(text, max(0, start - 12), start):
        worth -= 4
    words = match[0] + (ended[0] if ended else "")
    return worth, Duration(words, *days)


def _days(match: re.Match[str]) -> tuple[float, float] | None:
    if match["ten"]:
        return 10.0, 15.0
    unit = _DAYS[match["unit"].removeprefix("个")]
    if match["half"]:
        # 大半年 and 半年多 are more than half of it, and less than the whole.
        over = match["most"] or match["more"] or match["after"]
        return _rounded(unit / 2, unit if over else unit / 2)
    many = Quantity(1, 1) if match["whole"] else quantity(match["many"])
    most = 24 * 60 if unit < 1 else 365
    if many is None or many.low > most:
        return None
    low, high = float(many.low), float(many.high or many.low)
    if (match["many"] or "").startswith(_LESS_THAN):
        low = 0
    added = match["more"] or match["after"]
    if added == "半":
        low, high = low + 0.5, high + 0.5
    elif added:
        high += 1
    return _rounded(low * unit, high * unit)


def _rounded(low: float, high: float) -> tuple[float, float]:
    return round(low, 2), round(high, 2)


def _since(text: str, times: Sequence[Moment], today: date) -> Duration | None:
    at = 0
    for moment in times:
        at = text.find(moment.text, at)
        if at < 0:
            return None
        at += len(moment.text)
        cue = _SINCE.match(text, at)
        if cue and moment.start and moment.end and moment.start <= today:
            low, high = max(0, (today - moment.end).days), (today - moment.start).days
            return Duration(moment.text + cue[0], float(low), float(high))
    return None


def _vague(text: str) -> Duration | None:
    found = _VAGUE.search(text)
    return Duration(found[0]) if found else None
