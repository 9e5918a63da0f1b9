"""Times by the almanac: 去年中秋, 正月十五, 腊月廿八, 大年初三, 春节前后."""

import re
from datetime import date

from nlu.text.numerals import number
from nlu.time import lunar_calendar

_NAMES = (
    "元宵节 元宵 清明节 清明 五一劳动节 五一节 五一 劳动节 端午节 端午 七夕 中元节 中秋节 中秋"
    " 重阳节 重阳 腊八节 腊八 国庆节 国庆 十一 元旦节 元旦 妇女节 三八节 儿童节 六一 教师节 建军节"
    " 双十一 圣诞节 圣诞 春节 立春 雨水 惊蛰 春分 谷雨 立夏 小满 芒种 夏至 小暑 大暑 立秋 处暑"
    " 白露 秋分 寒露 霜降 立冬 小雪 大雪 冬至 小寒 大寒"
)
_WEATHER = frozenset({"雨水", "小雪", "大雪", "小满", "白露"})
"""What falls from the sky, unless somebody says that the day is meant."""
_NUMBERS = frozenset({"十一", "六一", "五一"})
_EVES = "除夕|大年三十|年三十|大年夜|年夜"
_ALIASES = {
    "五一劳动节": "劳动节", "五一节": "劳动节", "三八节": "妇女节", "六一": "儿童节",
    "元旦节": "元旦", "圣诞": "圣诞节",
}  # fmt: skip
_LUNAR_DAY = (
    r"初[一二三四五六七八九十]|[十廿][一二三四五六七八九]|二?十[一二三四五六七八九]?|二十|三十|廿"
)
_LUNAR_MONTH = r"正月|腊月|冬月|十[一二]?月|[二三四五六七八九]月"
_YEAR = r"(?:(?P<year>今年|去年|旧年|前年|(?:19|20)[0-9]{2}年)(?:的)?)?"
PATTERN = re.compile(
    rf"{_YEAR}(?:"
    rf"(?P<eve>{_EVES})"
    rf"|(?P<name>{'|'.join(_NAMES.split())})(?!路|街|社区|村|桥|河|小区|花园|天气|点|[月日号天个幢楼人点分块])"
    rf"|大年(?P<new>初[一二三四五六七八九十])"
    rf"|(?P<said>农历|阴历|旧历)?(?P<leap>闰)?(?P<month>{_LUNAR_MONTH})(?P<day>{_LUNAR_DAY})?(?:里(?!面)|头)?(?![0-9路街])"
    r")(?P<around>(?:假期|放假|长假|小长假)?(?:前后|期间|之前|以前|之后|以后|前[一两几]天|后[一两几]天|前|后|左右"
    r"|的?时候|那几天|那段时间|假期|放假|长假|小长假))?(?:那天|当天|这天)?(?:的?(?:早上|上午|中午|下午|晚上|夜里|半夜))?"
)
_FAR = 2
"""Without a year, so many years back are looked at."""


def reckon(match: re.Match[str], today: date) -> tuple[date, date] | None:
    """The days of a match of `PATTERN`: without a year those of the last one that was.

    None for 春节前后 and 国庆期间, which no calendar holds, and for 去年除夕, which is two days
    to two people.
    """
    if match["around"] or (match["eve"] and match["year"]):
        return None
    words = match["year"]
    years = range(today.year, today.year - _FAR - 1, -1)
    if words:
        named = {"今年": 0, "去年": 1, "旧年": 1, "前年": 2}
        year = today.year - named[words] if words in named else int(words[:4])
        return _days(match, year)
    for year in years:
        days = _days(match, year)
        if days and days[0] <= today:
            return days
    return None


def is_one(match: re.Match[str]) -> bool:
    """Whether a match means a day: 雨水漏进来 does not, nor do 二月 (of the sun) and 十一 alone."""
    name, month = match["name"], match["month"]
    if name in _WEATHER:
        return bool(match["year"])
    if name in _NUMBERS:
        before = match.string[max(0, match.start() - 1) : match.start()]
        marked = (
            match["year"] or match["around"] or re.match("节|劳|的?时|就|停|开|放|那", after(match))
        )
        return bool(marked) and not re.match(r"[0-9一二三四五六七八九十百第星期周六]", before)
    if month and month not in {"正月", "腊月", "冬月"}:
        day = match["day"] or ""
        return bool(match["said"] or match["leap"]) or day.startswith(("初", "廿"))
    return True


def after(match: re.Match[str]) -> str:
    """The characters that follow a match."""
    return match.string[match.end() : match.end() + 2]


def _days(match: re.Match[str], year: int) -> tuple[date, date] | None:
    if match["month"]:
        month = {"正月": 1, "冬月": 11, "腊月": 12}.get(match["month"])
        month = month or number(match["month"].removesuffix("月")) or 0
        month = -month if match["leap"] else month
        if not match["day"]:
            return lunar_calendar.lunar_month(year, month)
        day = lunar_calendar.lunar(year, month, _lunar_day(match["day"]))
    elif match["new"]:
        day = lunar_calendar.lunar(year, 1, _lunar_day(match["new"]))
    else:
        name = "除夕" if match["eve"] else match["name"]
        day = lunar_calendar.feast(_ALIASES.get(name, name), year)
    return (day, day) if day else None


def _lunar_day(words: str) -> int:
    plain = words.removeprefix("初")
    if plain.startswith("廿"):
        return 20 + (number(plain[1:]) or 0)
    return number(plain) or 0
