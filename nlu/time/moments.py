"""Times that people name: always their words, and the days only where these are certain.

Complaints look back: a day without its year, a weekday without its week is the last that was.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from nlu.text.numerals import digits, number
from nlu.text.quantity import quantity
from nlu.time import calendar_names
from nlu.understanding import Moment

Days = tuple[date, date] | None
_NUMBER = r"(?:[0-9]{1,2}|[一二三四五六七八九十两]{1,3})"
_MONTH_NUMBER = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY_NUMBER = (
    r"(?:[12][0-9]|3[01]|0?[1-9]|(?:二十|三十|十)[一二三四五六七八九]?|[一二三四五六七八九])"
)
_HOUR = (
    "凌晨|清晨|大?清早|早上|早晨|早浪|上午|上半日|中午|下午|下半日|傍晚|黄昏|大?晚上|夜里向?|夜头"
    "|半夜三更|后半夜|大?半夜里?|深更半夜|深夜"
)
_CLOCK = (
    rf"(?:{_NUMBER}点(?:半|钟|{_NUMBER}分|多)*(?:[到至\-~—]{_NUMBER}点(?:半|钟|多)*)?(?:左右)?)"
)
_WHEN = rf"(?:的?(?:{_HOUR}|早|晚|夜))?{_CLOCK}?"
_FAR_YEAR = r"(?:(?:19|20)[0-9]{2}|[一二][零〇九][零〇一二三四五六七八九]{2})"
_YEARS_BACK = {"今年": 0, "去年": 1, "旧年": 1, "前年": 2, "大前年": 3}
_DAYS_BACK = {
    "今天": 0, "今日": 0, "今儿": 0, "今朝": 0, "今早": 0, "今晚": 0,
    "昨天": 1, "昨日": 1, "昨儿": 1, "昨晚": 1, "昨夜": 1,
    "前天": 2, "前日": 2, "前儿": 2, "前晚": 2, "前夜": 2, "大前天": 3,
    "明天": -1, "明朝": -1, "明日": -1, "明早": -1, "明晚": -1, "后天": -2, "大后天": -3,
}  # fmt: skip
_WEEKDAYS = "一二三四五六日"
_MONTHS = 12
_LONGEST_AGO = 4000


def _day(match: re.Match[str], today: date) -> Days:
    return _one(today - timedelta(_DAYS_BACK[match["day"]]))


def _one(day: date) -> Days:
    return day, day


def _ago(match: re.Match[str], today: date) -> Days:
    """三天前 is a day; 三五天前 and 两个星期前 are none that is certain."""
    days = quantity(match["days"])
    if days is None or days.low != days.high or days.low > _LONGEST_AGO:
        return None
    return _one(today - timedelta(days.low))


def _week(match: re.Match[str], today: date) -> Days:
    which = match["week"]
    back = {"这": 0, "本": 0, "下": -1}.get(which, len(which))
    monday = today - timedelta(today.weekday() + 7 * back)
    if match["end"]:
        return monday + timedelta(5), monday + timedelta(6)
    if not match["day"]:
        return monday, monday + timedelta(6)
    return _one(monday + timedelta(_WEEKDAYS.index(match["day"].replace("天", "日"))))


def _weekday(match: re.Match[str], today: date) -> Days:
    day = _WEEKDAYS.index(match["day"].replace("天", "日"))
    return _one(today - timedelta((today.weekday() - day) % 7))


def _month(match: re.Match[str], today: date) -> Days:
    back = match["month"].count("上") - match["month"].count("下")
    return _in_month(today.year * _MONTHS + today.month - 1 - back, match["day"], match["part"])


def _in_month(month: int, day: str | None, part: str | None) -> Days:
    """A day, a third or the whole of a month. What its 初 and 底 are, nobody can say."""
    first, last = _whole_month(month)
    if day:
        return _one(first.replace(day=number(day) or 0))
    if part and part.endswith("旬"):
        start, end = {"上": (1, 10), "中": (11, 20), "下": (21, last.day)}[part[0]]
        return first.replace(day=start), first.replace(day=end)
    return None if part else (first, last)


def _whole_month(month: int) -> tuple[date, date]:
    first = date(month // _MONTHS, month % _MONTHS + 1, 1)
    following = date((month + 1) // _MONTHS, (month + 1) % _MONTHS + 1, 1)
    return first, following - timedelta(1)


def _year_of(words: str, today: date) -> int:
    if words in _YEARS_BACK:
        return today.year - _YEARS_BACK[words]
    said = int(digits(words).removesuffix("年"))
    return said + 2000 if said < 100 else said  # noqa: PLR2004


def _year(match: re.Match[str], today: date) -> Days:
    year = _year_of(match["year"], today) * _MONTHS
    if match["half"]:
        start = year if match["half"] == "上半年" else year + 6
        return _whole_month(start)[0], _whole_month(start + 5)[1]
    return None if match["part"] else (_whole_month(year)[0], _whole_month(year + 11)[1])


def _date(match: re.Match[str], today: date) -> Days:
    month = number(match["month"].replace("元", "一")) or 0
    year = _year_of(match["year"], today) if match["year"] else today.year
    days = _dates(match, year, month)
    if days and not match["year"] and days[0] > today:
        return _dates(match, year - 1, month)
    return days


def _dates(match: re.Match[str], year: int, month: int) -> Days:
    at = year * _MONTHS + month - 1
    days = _in_month(at, match["day"], match["part"])
    if not days or not match["last"]:
        return days
    until = number(match["until"]) if match["until"] else month
    end = date(year, until or 0, number(match["last"]) or 0)
    return (days[0], end) if days[0] <= end else None


def _day_of_month(match: re.Match[str], today: date) -> Days:
    month = today.year * _MONTHS + today.month - 1
    late = (number(match["day"]) or 0) > today.day
    return _in_month(month - 1 if late else month, match["day"], None)


def _written(match: re.Match[str], _today: date) -> Days:
    return _one(date(int(match[1]), int(match[2]), int(match[3])))


def _none(_match: re.Match[str], _today: date) -> Days:
    return None


_RELATIVE_YEAR = "大?前年|[今去旧]年"
_WRITTEN = re.compile(r"(?<!\d)(20\d\d)[.\-/](\d{1,2})[.\-/](\d{1,2})(?!\d)")
_DATE = re.compile(
    rf"(?<![0-9几多半第])(?:(?P<year>(?:{_FAR_YEAR}|[0-9]{{2}})年|{_RELATIVE_YEAR})的?)?"
    rf"(?<![0-9几个多近这每])(?P<month>元(?=月)|{_MONTH_NUMBER})(?:月份?|[./](?=[0-9]{{1,2}}[日号]))"
    rf"(?:(?P<day>{_DAY_NUMBER})(?:[日号](?![楼门])|(?=[早晚上下中凌夜，。,]|$))"
    rf"(?:[到至\-~—](?:(?P<until>{_MONTH_NUMBER})月)?(?P<last>{_DAY_NUMBER})[日号])?"
    rf"|(?P<part>[上中下]旬|[初底末](?![小学])))?{_WHEN}"
)
_DAY = re.compile(
    r"(?<![以之目然最])(?P<day>大[前后]天|[今昨明][天日儿朝]|[前后]天(?![天黑冷热亮])|前[日儿](?!子)"
    rf"|今[早晚]|昨[晚夜]|前[晚夜]|明[早晚])(?:子|个)?(?:里向?|头(?!痛|晕))?{_WHEN}"
)
_AGO = re.compile(rf"(?P<days>{_NUMBER})天(?:之|以)?前{_WHEN}")
_WEEK = re.compile(
    r"(?P<week>上+|这|本|下)(?:一)?个?(?:(?:周|礼拜|星期)"
    rf"(?:(?P<day>[一二三四五六日天])(?![个点天周]))?(?P<end>末)?){_WHEN}"
)
_WEEKDAY = re.compile(
    r"(?<![每上这本下双单两几半0-9一二三四五六七八九十到至])(?:个)?(?:礼拜|星期|周(?=[一二三四五六日][^一-鿿]|.[早晚上下中凌就开停的到]))"
    rf"(?P<day>[一二三四五六日天])(?![到至]){_WHEN}"
)
_MONTH = re.compile(
    rf"(?P<month>上+个?|这个?|本|下个?)月(?![子球])份?(?:(?P<day>{_DAY_NUMBER})[日号]|(?P<part>[上中下]旬|[初底末]))?{_WHEN}"
)
_YEAR = re.compile(
    rf"(?<![0-9])(?P<year>{_FAR_YEAR}年|(?<![0-9一二三四五六七八九十两几多半提以]){_RELATIVE_YEAR})"
    r"(?!\s*[0-9一二三四五六七八九十]{1,3}多?岁)"
    r"(?:的?(?:(?P<half>[上下]半年)|(?P<part>年?[初底末]|[春夏秋冬][天季]|[寒暑]假)))?"
)
_DAY_OF_MONTH = re.compile(
    rf"(?<![0-9第月到至])(?P<day>{_DAY_NUMBER})[号日](?:{_HOUR}|那天|当天|(?=开始|起(?!诉)|就|停[水电气])){_CLOCK}?"
)
_LATELY = re.compile(
    "(?!这一天)(?:前|这|头|近|最近|上|过)(?:一|两|三|几|些|段|好几|半)(?:个)?(?:天|日子|时间|年|周|星期|礼拜|月|阵子?|晚)"
    "|[前这]阵子?|[前这]段(?:时间|日子)|好?一阵子|好长一?段时间|老早以前|很早以前|以前|早些时候"
    "|最近|近期|近来|近日|[上前]一?[回次]|刚刚|刚才|刚刚才|老底子|年[前后](?!面)|过年(?:的?时候|期间|前后?|后)?|[月年][初底](?!薪)"
    "|(?:几|好几|好多|[两三四五六七八九十]{2}|十几|几十|十来)(?:个)?(?:天|星期|礼拜|周|月|年)(?:之|以)?前"
    "|(?:半|[一两三四五六七八九十]|[0-9]{1,3})(?:个)?(?:多)?(?:小时|钟头|星期|礼拜|周|月|年)(?:多)?(?:之|以)?前"
    "|[春夏秋冬](?:天(?!目)|季)|[寒暑]假(?:里|期间)?"
)
_SPELL = re.compile(
    rf"(?<![第每])(?:大概|差不多|已经|快|都)?(?:好|有)?(?:几|大?半|多|{_NUMBER})(?:多)?(?:来|几)?(?:个)?(?:多|半)?"
    r"(?:小时|钟头|分钟|天|日子|星期|礼拜|周(?!年|边|围)|月|年(?![级代纪]))"
    r"(?:多|半)?(?:了|前|以前|来|左右)?"
)
_HABIT = re.compile(
    rf"(?:每天|天天|每晚|夜夜|每个?(?:周|星期|礼拜)(?:[一二三四五六日天末])?|(?:周|星期|礼拜)[一二三四五六日天]?[到至][周星期礼拜]*[一二三四五六日天]|每个?月|每年|周末)(?:的?(?:{_HOUR}))?{_CLOCK}?"
    rf"|(?:{_HOUR}){_CLOCK}?|{_CLOCK}"
)
_KINDS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Days], bool], ...] = (
    (_WRITTEN, _written, False),
    (calendar_names.PATTERN, calendar_names.reckon, True),
    (_DATE, _date, True),
    (_DAY, _day, False),
    (_AGO, _ago, True),
    (_WEEK, _week, False),
    (_MONTH, _month, True),
    (_DAY_OF_MONTH, _day_of_month, False),
    (_YEAR, _year, True),
    (_LATELY, _none, True),
    (_SPELL, _none, False),
    (_WEEKDAY, _weekday, False),
    (_HABIT, _none, False),
)
"""Earlier kinds take their words from later ones. True: a match without days is a vague time,
where others (每天晚上, 两个星期了) are no date to begin with."""
_BETWEEN = re.compile(r"\s*(?:一?直?[到至]|[\-~—])\s*")


def moments(text: str, today: date) -> tuple[Moment, ...]:
    """The times of a text, in order; `today` is what 昨天 is counted from. Never raises."""
    taken: list[tuple[int, int]] = []
    found: dict[int, Moment] = {}
    for pattern, reckon, vague in _KINDS:
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < b and a < end for a, b in taken):
                continue
            if pattern is calendar_names.PATTERN and not calendar_names.is_one(match):
                continue
            try:
                days = reckon(match, today)
            except (ValueError, OverflowError):
                days = None
            taken.append((start, end))
            found[start] = _moment(match[0], days, vague)
    return _joined(text, found)


def _moment(words: str, days: Days, vague: bool) -> Moment:
    return Moment(words, *days) if days else Moment(words, vague=vague)


def _joined(text: str, found: dict[int, Moment]) -> tuple[Moment, ...]:
    """昨天到今天 is one time, not two."""
    kept: list[tuple[int, Moment]] = []
    for start in sorted(found):
        moment = found[start]
        if kept:
            at, before = kept[-1]
            between = text[at + len(before.text) : start]
            dated = before.start and moment.end and before.start <= moment.end
            if dated and _BETWEEN.fullmatch(between):
                words = text[at : start + len(moment.text)]
                kept[-1] = at, replace(before, text=words, end=moment.end)
                continue
        kept.append((start, moment))
    return tuple(moment for _, moment in kept)
