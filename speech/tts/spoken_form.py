"""Written text as people say it: codes, telephones, dates, times, rooms, units, letters, marks.

Rules are tried in their order, each on what the ones before it have left; what comes out holds
Chinese characters and the marks ，。！？；： alone, with a space where a breath is to be taken.
"""

import re
from collections.abc import Callable

from speech.tts.numerals import amount, by_digit, year

_WIDE = str.maketrans(
    "０１２３４５６７８９％：／－～．＋ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ",
    "0123456789%:/-~.+ABCDEFGHIJKLMNOPQRSTUVWXYZ",
)
_TO = r"\s*(?:[-~—–～]+|至|到)\s*"
_AMOUNT = r"\d+(?:\.\d+)?"
# What is counted; a number before one of these is an amount, and 2 is 两 before most.
_COUNTED = (
    "个|户|位|件|条|次|天|小时|分钟|周|星期|家|台|辆|人|盏|棵|块|米|公里|千米|厘米|毫米|吨|公斤|"
    "千克|克|斤|平方米|平方|立方米|倍|部|根|扇|张|只|处|年|元|万|亿|多|余|来|几|代表|项|篇|名|"
    "口|间|套|袋|瓶|份|句|遍|回|趟|分贝|度|升|百|千|角|岁"
)
_UNITS = {
    "km": "公里",
    "cm": "厘米",
    "mm": "毫米",
    "m": "米",
    "kg": "公斤",
    "g": "克",
    "t": "吨",
    "㎡": "平方米",
    "m²": "平方米",
    "m2": "平方米",
    "㎥": "立方米",
    "m³": "立方米",
    "℃": "度",
    "°C": "度",
    "dB": "分贝",
    "h": "小时",
    "min": "分钟",
    "L": "升",
    "kW": "千瓦",
}
_UNIT = "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True))
_HOTLINES = r"11[04]|119|12[02]|12\d{3}|9[56]\d{3,4}|100\d\d"
_LETTERS = {
    "A": "诶",
    "B": "必",
    "C": "西",
    "D": "弟",
    "E": "伊",
    "F": "艾弗",
    "G": "寄",
    "H": "艾取",
    "I": "艾",
    "J": "杰",
    "K": "开",
    "L": "艾勒",
    "M": "艾姆",
    "N": "恩",
    "O": "欧",
    "P": "批",
    "Q": "扣",
    "R": "阿尔",
    "S": "艾斯",
    "T": "踢",
    "U": "优",
    "V": "威",
    "W": "大不溜",
    "X": "艾克斯",
    "Y": "歪",
    "Z": "贼",
}
_WORDS = {"wifi": "无线网", "app": "手机软件", "ok": "好的", "vs": "对"}
_DIGIT_WORDS = "零幺一二三四五六七八九"

Say = Callable[[re.Match[str]], str]


def _breaths(digits: str, *sizes: int) -> str:
    """Digits one by one, in groups of these sizes and then of four, with a pause between."""
    groups, rest = [], digits
    for size in sizes:
        groups.append(rest[:size])
        rest = rest[size:]
    groups += [rest[at : at + 4] for at in range(0, len(rest), 4)]
    return "，".join(by_digit(group) for group in groups if group)


def _mobile(found: re.Match[str]) -> str:
    return _breaths("".join(found.groups()), 3)


def _landline(found: re.Match[str]) -> str:
    area, number = found[1], found[2]
    return f"{by_digit(area)}，{_breaths(number, len(number) - 4)}"


def _date(found: re.Match[str]) -> str:
    return f"{year(found[1])}年{amount(found[2])}月{amount(found[3])}日"


def _time(found: re.Match[str]) -> str:
    hour, minute = amount(found[1]), found[2]
    if minute == "00":
        return f"{hour}点"
    return f"{hour}点{'零' if minute[0] == '0' else ''}{amount(minute)}分"


def _counted(number: str) -> str:
    return "两" if number == "2" else amount(number)


def _plain(found: re.Match[str]) -> str:
    """Round and short numbers are amounts, the others names of something."""
    digits = found[0]
    short, is_round = len(digits) <= 3, digits.rstrip("0").isdigit() and digits.endswith("00")  # noqa: PLR2004
    if digits.startswith("0") and len(digits) > 1:
        return _breaths(digits)
    return amount(digits) if short or is_round else _breaths(digits)


def _latin(found: re.Match[str]) -> str:
    word = found[0].replace("-", "")
    known = _WORDS.get(word.lower())
    return known or "".join(_LETTERS[letter] for letter in word.upper())


def _door(number: str) -> str:
    return by_digit(number) if len(number) >= 3 else amount(number)  # noqa: PLR2004


def _range(found: re.Match[str]) -> str:
    return f"{amount(found[1])}到{amount(found[2])}"


_RULES: tuple[tuple[str, Say], ...] = (
    # What must not be taken for anything else comes first.
    (
        r"(?<!\d)(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})(?!\d)",
        _mobile,
    ),
    (r"(?<!\d)(\d{4}) (\d{4})(?!\d)", lambda m: f"{by_digit(m[1])}，{by_digit(m[2])}"),
    (
        r"(?<!\d)(1[3-9]\d)\*+(\d{4})(?!\d)",
        lambda m: f"{by_digit(m[1])}，尾号{by_digit(m[2])}",
    ),
    (r"(?<!\d)(0\d{2,3})[- ](\d{7,8})(?!\d)", _landline),
    (r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)", _date),
    (r"(?<!\d)(\d{4})年(\d{1,2})月(\d{1,2})[日号]", _date),
    (r"(?<!\d)(\d{4})(?=年)", lambda m: year(m[1])),
    (
        rf"(?<!\d)(\d{{1,2}}){_TO}(\d{{1,2}})(?=[日号月])",
        _range,
    ),
    (r"(?<!\d)(\d{1,2})(?=[月日])", lambda m: amount(m[1])),
    (r"(?<![\d:])(\d{1,2}):([0-5]\d)(?::[0-5]\d)?(?![\d:])", _time),
    (rf"(?<=[点分]){_TO}(?=[零一二三四五六七八九十])", lambda _: "到"),
    (rf"({_AMOUNT})%{_TO}({_AMOUNT})%", lambda m: f"百分之{amount(m[1])}到百分之{amount(m[2])}"),
    (rf"({_AMOUNT})%", lambda m: f"百分之{amount(m[1])}"),
    # Houses: 3-2-501 stands on doors, 501室 is said digit by digit.
    (
        r"(?<!\d)(\d+(?:-\d+){2,}|\d+-\d{3,4}(?=室))",
        lambda m: "杠".join(_door(part) for part in m[0].split("-")),
    ),
    (r"(?<!\d)(\d{3,4})(?=室|房间)", lambda m: by_digit(m[1])),
    (r"(?<!\d)(\d{3})(?=路(?:公交|车))", lambda m: by_digit(m[1])),
    (
        rf"(?<!\d)({_HOTLINES})(?!\d|\s*(?:{_COUNTED}|{_UNIT}|号|幢|[.]\d))",
        lambda m: by_digit(m[1]),
    ),
    (
        rf"({_AMOUNT}){_TO}({_AMOUNT})\s*({_UNIT})(?![A-Za-z])",
        lambda m: f"{_counted(m[1])}到{_counted(m[2])}{_UNITS[m[3]]}",
    ),
    (rf"({_AMOUNT})\s*({_UNIT})(?![A-Za-z])", lambda m: _counted(m[1]) + _UNITS[m[2]]),
    (rf"({_AMOUNT}){_TO}({_AMOUNT})(?=\s*(?:{_COUNTED}|号|幢|楼|层|单元))", _range),
    (r"第\s*(\d+)", lambda m: f"第{amount(m[1])}"),
    (rf"(?<![\d.])({_AMOUNT})\s*(?=(?:{_COUNTED}))", lambda m: _counted(m[1])),
    (r"(?<!\d)(\d{1,2})/(\d{1,2})(?!\d)", lambda m: f"{amount(m[2])}分之{amount(m[1])}"),
    (r"(?<=\d)-(?=\d)", lambda _: "杠"),
    (r"\d+\.\d+", lambda m: amount(m[0])),
    (r"(?<!\d)(\d{1,4})(?=号)", lambda m: amount(m[1])),
    (r"\d+", _plain),
    (r"[A-Za-z]+(?:-[A-Za-z]+)*", _latin),
    (r"(?<=[元吨度个])/(?=[年月天次户人])", lambda _: "每"),
    # Marks: each becomes a pause or nothing.
    (r"[\n\r]+", lambda _: "。"),
    (r"…+|\.{3,}|。{2,}", lambda _: "。"),
    (r"\.(?=\s|$)", lambda _: "。"),
    (r"[,、()（）【】“”《》\[\]—–/|]+", lambda _: "，"),
    (r"[!?;:]", lambda m: "！？；："["!?;:".index(m[0])]),
    (r"[^\u4e00-\u9fff，。！？；： ]", lambda _: ""),
    # Codes that came as words get a breath after each digit, too.
    (
        rf"(?<![{_DIGIT_WORDS}十百千])[{_DIGIT_WORDS}]{{4,}}(?![{_DIGIT_WORDS}十百千万年])",
        lambda m: " ".join(m[0]),
    ),
    (r"[，：；\s]*([。！？])[，。：；\s]*", lambda m: m[1]),
    (r"[，：\s]*，[，：\s]*", lambda _: "，"),
    (r"^[，。：；\s]+|[，：；\s]+$", lambda _: ""),
)
_COMPILED = tuple((re.compile(pattern), say) for pattern, say in _RULES)


def spoken(text: str) -> str:
    """The text as it is to be read aloud."""
    text = text.translate(_WIDE)
    for pattern, say in _COMPILED:
        text = pattern.sub(say, text)
    return text
