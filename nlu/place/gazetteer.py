"""Every name a division goes by, ready to be looked up in running text."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from data.own_place import OwnPlace
from data.reference.place import aliases, divisions
from data.reference.place.divisions import Division, DivisionLevel

SHORTEST = 2


class Method(StrEnum):
    """How a name stands for its division, surest first."""

    EXACT = "exact"
    VARIANT = "variant"
    OLD = "old"
    SHORT = "short"
    PINYIN = "pinyin"
    WITHIN = "within"
    ONCE = "once"


CERTAINTY = {
    Method.EXACT: 0.97,
    Method.VARIANT: 0.85,
    Method.OLD: 0.85,
    Method.SHORT: 0.75,
    Method.PINYIN: 0.8,
    Method.WITHIN: 0.8,
    Method.ONCE: 0.0,
}
"""`once` never names a division, it only agrees with one: 余杭区 before what is 临平区 today."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One reading of a name.

    Of a name that only sounds like it, `written` is what was meant, and `doubt` how far that sounds
    from what was heard, 0 to 1.
    """

    division: Division
    method: Method
    written: str = ""
    doubt: float = 0.0


@dataclass(frozen=True)
class Gazetteer:
    """Names and their readings; `heads` are the pairs of characters that names begin with."""

    names: dict[str, tuple[Entry, ...]]
    heads: frozenset[str]
    longest: int


_STREET = re.compile(r"(街道|畲族乡|镇|乡)$")
_COMMUNITY = re.compile(r"(社区|村)$")
_DISTRICT = re.compile(r"[区县市]$")
_PHASE = re.compile(
    r"(?<=..)(?:第?[一二三四五六七八九十\d]+期|[东南西北中A-Z]+[区苑]|[（(].*[)）])$"
)
"""Nobody says 二期 of the estate she lives in."""
_STREET_ENDINGS = ("街道", "街道办事处", "街道办", "镇", "镇政府")


@cache
def load(own: tuple[OwnPlace, ...] = ()) -> Gazetteer:
    """The names of all districts, streets, zones and communities, and the station's own places."""
    readings: dict[str, dict[str, Entry]] = defaultdict(dict)

    def add(name: str, division: Division, method: Method) -> None:
        if len(name) >= SHORTEST:
            readings[name].setdefault(division.code, Entry(division, method))

    known = divisions.load()
    official = {division.name for division in known.all}
    for division in known.all:
        if division.level == DivisionLevel.CITY:
            continue
        add(division.name, division, Method.EXACT)
        add(division.official, division, Method.EXACT)
        for name in _variants(division):
            if name not in official:
                add(name, division, Method.VARIANT)
        add(stem(division), division, Method.SHORT)
    for alias in aliases.load():
        add(alias.name, alias.division, Method(alias.kind))
    for place in own:
        for name in dict.fromkeys((place.name, _PHASE.sub("", place.name))):
            if not any(_is_in(entry, place.code) for entry in readings[name].values()):
                add(name, known.by_code[place.code], Method.WITHIN)
    names = {name: tuple(found.values()) for name, found in readings.items()}
    return Gazetteer(names, frozenset(name[:2] for name in names), max(map(len, names)))


def _is_in(entry: Entry, code: str) -> bool:
    """Whether an official name already says as much as one's own."""
    division = entry.division
    return code in {division.code, division.street_code, division.district_code}


def stems() -> Iterator[tuple[str, DivisionLevel, Division]]:
    """Every name without its ending, the level that the ending says, and what it stands for."""
    for division in divisions.load().all:
        if division.level != DivisionLevel.CITY:
            yield stem(division), division.level, division
    for alias in aliases.load():
        endings = ((_COMMUNITY, DivisionLevel.COMMUNITY), (_DISTRICT, DivisionLevel.DISTRICT))
        for ending, level in endings if alias.kind in {Method.OLD, Method.SHORT} else ():
            if ending.search(alias.name):
                yield ending.sub("", alias.name), level, alias.division


def stem(division: Division) -> str:
    """The name without what kind of division it is: 翠苑, 朱庙, 萧山."""
    if division.level == DivisionLevel.DISTRICT:
        return _DISTRICT.sub("", division.name)
    if division.level == DivisionLevel.STREET:
        return _STREET.sub("", division.name)
    return _COMMUNITY.sub("", division.name)


def _variants(division: Division) -> list[str]:
    """Names with another ending: towns became streets and villages communities, and back."""
    name = stem(division)
    if division.level == DivisionLevel.STREET:
        return [name + ending for ending in _STREET_ENDINGS]
    if division.level == DivisionLevel.COMMUNITY and len(name) >= SHORTEST:
        return [name + ending for ending in ("社区", "村", "社区居委会", "村委会")]
    return []
