"""How many, as people say it: always from a lowest to a highest, for 三五个 is not 35."""

import re
from dataclasses import dataclass

from nlu.text.numerals import digits, number

_DIGIT = "一二两三四五六七八九"
_CORE = (
    r"(?:成千上万|成百上千|[成上近]?[百千万](?![分货])(?:十?[来把])?"
    rf"|[好数]?几?(?:[{_DIGIT}]{{0,2}}[十百千万]){{1,5}}零?[{_DIGIT}]{{0,2}}(?:[多余来几](?:万|千)?)?"
    rf"|好几|几|俩|仨|个把|[{_DIGIT}]{{1,2}}"
    r"|[0-9]{1,7}(?:万|千|百)?[多余来几]?)"
)
_RANGE = rf"(?:{_CORE}(?:[到至\-~～—]|、(?=[{_DIGIT}])){_CORE}|{_CORE})"
_BOUND = "不到|不足|少于|最多|至多|将近|接近|快要?|超过|不止|至少|起码|最少|大概|大约|差不多|约|有"
QUANTITY = rf"(?:(?:{_BOUND})有?)?(?<![0-9.第])(?:{_RANGE})"
"""A regular expression for a quantity, to be put before a counter."""
_TWO = re.compile(rf"(.*?)([{_DIGIT}])([{_DIGIT}])([十百千万]*)")
_MORE = re.compile(r"(.+?)([多余几来把])([万千]?)")
_AT_MOST = re.compile("不到|不足|少于|最多|至多")
_NEARLY = re.compile("将近|接近|快要?|近")
_AT_LEAST = re.compile("超过|不止|至少|起码|最少")
_ROUND = {"百": 100, "千": 1000, "万": 10_000}
_NEAR = 0.2
"""How far 来 may be off: 二十来 is 16 to 24."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """From `low` to `high`, both included; `high` None is "or more"."""

    low: int
    high: int | None


def quantity(words: str) -> Quantity | None:
    """What a quantity says: 三五 is 3 to 5, 十来 8 to 12, 好几十 30 to 90, 上百 100 or more."""
    bound = re.match(rf"(?:{_BOUND})有?", words)
    core = words[bound.end() :] if bound else words
    parts = re.split(r"[到至\-~～—、]", core)
    low, high = _read(parts[0]), _read(parts[-1])
    if low is None or high is None:
        return None
    if len(parts) > 1 and len(parts[0]) == 1 and low.low < 10 <= high.low:  # noqa: PLR2004
        # 三到五十 is thirty to fifty, but 8到12 is as it stands.
        scale = re.fullmatch(rf"[{_DIGIT}]([十百千万])", parts[-1])
        times = (number("一" + scale[1]) or 1) if scale else 1
        low = Quantity(low.low * times, low.low * times)
    if high.high is not None and low.low > high.high:
        return None
    return _bounded(bound[0] if bound else "", Quantity(low.low, high.high))


def _bounded(bound: str, found: Quantity) -> Quantity:
    if _AT_MOST.match(bound):
        return Quantity(1, found.high)
    if _NEARLY.match(bound):
        return Quantity(round(found.low * (1 - _NEAR)), found.high)
    if _AT_LEAST.match(bound):
        return Quantity(found.low, None)
    return found


def _read(core: str) -> Quantity | None:
    fixed = {
        "几": Quantity(2, 9), "好几": Quantity(3, 9), "俩": Quantity(2, 2), "仨": Quantity(3, 3),
        "个把": Quantity(1, 2), "成百上千": Quantity(100, None), "成千上万": Quantity(1000, None),
    }.get(core)  # fmt: skip
    if fixed:
        return fixed
    if many := re.fullmatch(r"[成上]([百千万])", core):
        return Quantity(_ROUND[many[1]], None)
    if many := re.fullmatch(r"近([百千万])", core):
        return Quantity(round(_ROUND[many[1]] * (1 - _NEAR)), _ROUND[many[1]])
    if many := re.fullmatch(r"(好几|数|几)([十百千万])", core):
        unit = number("一" + many[2]) or 1
        return Quantity((3 if many[1] == "好几" else 2) * unit, 9 * unit)
    if core[:1] in _ROUND:
        core = "一" + core.replace("十来", "来").replace("十把", "来")
    if more := _MORE.fullmatch(core):
        return _more(more[1], more[2], more[3])
    if two := _TWO.fullmatch(core):
        return _two(two)
    exact = number(core)
    return None if exact is None else Quantity(exact, exact)


def _more(head: str, word: str, tail: str) -> Quantity | None:
    base = number(head)
    if base is None or base == 0:
        return None
    unit = 1
    while base % (unit * 10) == 0:
        unit *= 10
    if tail:
        times = number("一" + tail) or 1
        return Quantity(base * times + 1, (base + unit) * times - 1)
    if word in "来把":
        off = max(1, round(unit * _NEAR))
        return Quantity(base - off, base + off)
    return Quantity(base + 1, base + unit - 1) if unit > 1 else Quantity(base, base + 1)


def _two(two: re.Match[str]) -> Quantity | None:
    """Two digits side by side: 三五 3 to 5, 二三十 20 to 30, 十七八 17 to 18."""
    head, first, second, tail = two.groups()
    if digits(first) >= digits(second) or (head and not head.endswith(("十", "百", "千", "万"))):
        return None
    low, high = number(head + first + tail), number(head + second + tail)
    return None if low is None or high is None else Quantity(low, high)
