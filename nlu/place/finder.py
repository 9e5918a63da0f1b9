"""Which official division a text is about: the names in it, weighed together."""

import re
from bisect import bisect, bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, pairwise

from data.reference.place import divisions
from data.reference.place.divisions import Division, DivisionLevel
from nlu.place import gazetteer
from nlu.place.gazetteer import Entry, Gazetteer, Method
from nlu.place.homophones import Sounds, homophones
from nlu.place.matcher import ORDINARY, Mention, mentions
from nlu.place.resolver import Reading, holds, read
from nlu.text.pattern import any_of
from nlu.text.yes_no import DENIED, MISTAKEN, UNTRUE
from nlu.understanding import Place

MOST_CANDIDATES = 6
CORRECTION = re.compile(
    any_of(UNTRUE, MISTAKEN, "不是 更正 哦不 噢不 啊不 呃不 我说的是 我讲的是 应该是 准确")
)
_DEPTH = {
    DivisionLevel.CITY: 0,
    DivisionLevel.DISTRICT: 1,
    DivisionLevel.STREET: 2,
    DivisionLevel.ZONE: 2,
    DivisionLevel.COMMUNITY: 3,
}


@dataclass(frozen=True)
class Places:
    """The place a text is about, or candidates while that is unsure.

    `spans` are the names' own. `mended` is the text, of the same length, with the names that were
    misheard as they are written; None where nothing had to be mended.
    """

    place: Place | None = None
    candidates: tuple[Place, ...] = ()
    spans: tuple[tuple[int, int], ...] = ()
    mended: str | None = None


def find(
    text: str,
    cut: Sequence[str],
    frequency: Callable[[str], int],
    station: str | None = None,
    names: Gazetteer | None = None,
) -> Places:
    """The place of a text. `station` only breaks ties between places of one name; `names` are the
    official ones where none are given."""
    found = _heard(text, cut, frequency, mentions(text, cut, frequency, names or gazetteer.load()))
    counted = _counted(text, found)
    home = divisions.load().get(station)
    named = [m for m in counted if not m.bare]
    readings = [read(m, counted, named, home) for m in counted]
    kept = [options for options in readings if options]
    spans = tuple((o[0].mention.start, o[0].mention.end) for o in kept)
    if not kept:
        return Places()
    return replace(_choose(kept), spans=spans, mended=_mended(text, kept))


@cache
def _sounds() -> Sounds:
    return Sounds(gazetteer.stems())


def _heard(
    text: str, cut: Sequence[str], frequency: Callable[[str], int], found: list[Mention]
) -> list[Mention]:
    """The mentions with those of names that only sound like what is written."""
    edges = [0, *accumulate(map(len, cut))]

    def common(start: int, end: int) -> int:
        around = edges[bisect(edges, start) - 1 : bisect_left(edges, end) + 1]
        words = [(a, b) for a, b in pairwise(around) if b - a > 1]
        if any(a < start or b > end for a, b in words):
            return ORDINARY
        return max((frequency(text[a:b]) for a, b in words), default=0)

    taken = [(m.start, m.end) for m in found if not m.bare]
    heard = homophones(text, taken, _sounds(), common)
    left = [m for m in found if not any(m.start < h.end and h.start < m.end for h in heard)]
    return sorted(left + heard, key=lambda mention: mention.start)


def _mended(text: str, kept: list[list[Reading]]) -> str | None:
    """The text with the names that were misheard, where it is sure which they are."""
    mended = text
    for options in kept:
        mention, entry = options[0].mention, options[0].entry
        if len(options) == 1 and entry.method is Method.PINYIN:
            mended = mended[: mention.start] + entry.written + mended[mention.end :]
    return mended if mended != text else None


def _counted(text: str, found: list[Mention]) -> list[Mention]:
    """Mentions that are meant: not the denied ones, and after a self-correction the later ones."""
    meant = [m for m in found if not DENIED.search(text, max(0, m.start - 5), m.start)]
    sure = [m for m in meant if not m.bare]
    begin = 0
    for before, after in pairwise(sure):
        if CORRECTION.search(text, before.end, after.start) and after.start - before.end < 20:  # noqa: PLR2004
            begin = _head(sure, after)
    context = [m for m in meant if m.start < begin and _above(m, sure, begin)]
    return context + [m for m in meant if m.start >= begin]


def _head(sure: list[Mention], after: Mention) -> int:
    return next(m.start for m in sure if m is after)


def _above(old: Mention, sure: list[Mention], begin: int) -> bool:
    """Whether an earlier name still holds: 西湖区 does after 西溪街道，不对，翠苑街道."""
    later = [e.division for m in sure if m.start >= begin for e in m.readings]
    return any(holds(e.division, division) for e in old.readings for division in later)


def _choose(kept: list[list[Reading]]) -> Places:
    """The deepest division that nothing else contradicts, else candidates."""
    leaves = [
        options
        for options in kept
        if not any(
            _agrees(upper, lower.division)
            for upper in options[0].mention.readings
            for others in kept
            if others is not options
            for lower in others
        )
    ]
    leaves = _told(leaves)
    ends = {o.division.code: o for options in leaves for o in sorted(options, key=_strength)}
    several = len({frozenset(o.division.code for o in options) for options in leaves}) > 1
    if several:
        ends = _strongest(leaves, ends)
    candidates = sorted(ends.values(), key=_strength, reverse=True)
    if len(candidates) == 1:
        return Places(_place(candidates[0]))
    unsure = tuple(
        replace(_place(o), confidence=round(o.confidence / len(candidates), 3))
        for o in candidates[:MOST_CANDIDATES]
    )
    return Places(
        _named_above(kept, candidates) or (_shared(candidates) if several else None), unsure
    )


def _told(leaves: list[list[Reading]]) -> list[list[Reading]]:
    """Without districts named in passing, where one street or community is named in full."""
    full = [
        options
        for options in leaves
        if len(options) == 1
        and options[0].division.level != DivisionLevel.DISTRICT
        and options[0].entry.method in {Method.EXACT, Method.VARIANT}
    ]
    passing = [o for o in leaves if o[0].division.level == DivisionLevel.DISTRICT]
    return full if len(full) == 1 and len(full) + len(passing) == len(leaves) else leaves


def _agrees(upper: Entry, lower: Division) -> bool:
    """Whether a name says no more than the lower one: 江干区 beside what is 钱塘区 today."""
    same = upper.method is Method.ONCE and upper.division.code == lower.code
    return same or holds(upper.division, lower)


def _strength(reading: Reading) -> tuple[float, int, int]:
    return reading.confidence, _DEPTH[reading.division.level], -reading.mention.start


def _strongest(leaves: list[list[Reading]], ends: dict[str, Reading]) -> dict[str, Reading]:
    """Of several places named, the one that is supported by more names or named more often."""
    weight = {
        code: 2 * reading.support
        + sum(len(options) == 1 and options[0].division.code == code for options in leaves)
        for code, reading in ends.items()
    }
    most = max(weight.values())
    return {code: reading for code, reading in ends.items() if weight[code] == most}


def _named_above(kept: list[list[Reading]], candidates: list[Reading]) -> Place | None:
    """The named division that all candidates lie in: sure as far as it goes."""
    holding = [
        options[0]
        for options in kept
        if len(options) == 1
        and all(holds(options[0].division, other.division) for other in candidates)
    ]
    return _place(max(holding, key=lambda r: _DEPTH[r.division.level])) if holding else None


def _shared(candidates: list[Reading]) -> Place | None:
    """The district that several places named lie in, if it is one."""
    codes = {reading.division.district_code for reading in candidates}
    district = divisions.load().get(codes.pop()) if len(codes) == 1 else None
    if district is None:
        return None
    best = candidates[0]
    entry = Entry(district, best.entry.method)
    return _place(replace(best, entry=entry))


def _place(reading: Reading) -> Place:
    division = reading.division
    is_community = division.level == DivisionLevel.COMMUNITY
    return Place(
        code=division.code,
        name=division.name,
        level=str(division.level),
        district=division.district or "",
        street=division.street,
        community=division.name if is_community else None,
        matched=reading.mention.text,
        method=str(reading.entry.method),
        confidence=reading.confidence,
    )
