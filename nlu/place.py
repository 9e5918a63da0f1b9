"""Which official division a text is about: the names in it, weighed together."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise

from data.reference import divisions
from data.reference.divisions import Division, DivisionLevel
from nlu import gazetteer
from nlu.gazetteer import CERTAINTY, Entry, Gazetteer, Method
from nlu.homophone import FARTHEST, Sounds, homophones
from nlu.mention import PARTIAL, Mention, mentions
from nlu.understanding import Place

MOST_CANDIDATES = 6
SURE = 0.99
SAME_SOUND = 0.03
BY_STATION = 0.7
"""How sure we are of one of several places of a name because the station lies there."""
CORRECTION = re.compile(
    r"不对|不是|错了|说错|讲错|搞错|弄错|记错|更正|哦不|噢不|啊不|呃不|我说的是|我讲的是|应该是|准确"
)
_DENIED = re.compile(r"(?:不是|并非|不在|不属于|不归)(?:在)?$")
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


@dataclass(frozen=True)
class _Reading:
    """One division that the text may be about, the name that says so and how much supports it.

    `backed` says that the support is near enough for a name that is also a word.
    """

    mention: Mention
    entry: Entry
    support: int
    confidence: float
    backed: bool = True

    @property
    def division(self) -> Division:
        return self.entry.division


def find(
    text: str,
    cut: Sequence[str],
    frequency: Callable[[str], int],
    station: str | None = None,
    names: Gazetteer | None = None,
) -> Places:
    """The place of a text. `station` only breaks ties between places of one name; `names` are the
    official ones where none are given."""
    found = _heard(text, mentions(text, cut, frequency, names or gazetteer.load()))
    counted = _counted(text, found)
    home = divisions.load().get(station)
    named = [m for m in counted if not m.bare]
    readings = [_read(m, counted, named, home) for m in counted]
    kept = [options for options in readings if options]
    spans = tuple((o[0].mention.start, o[0].mention.end) for o in kept)
    if not kept:
        return Places()
    return replace(_choose(kept), spans=spans, mended=_mended(text, kept))


@cache
def _sounds() -> Sounds:
    return Sounds(gazetteer.stems())


def _heard(text: str, found: list[Mention]) -> list[Mention]:
    """The mentions with those of names that only sound like what is written."""
    taken = [(m.start, m.end) for m in found if not m.bare]
    heard = homophones(text, taken, _sounds())
    left = [m for m in found if not any(m.start < h.end and h.start < m.end for h in heard)]
    return sorted(left + heard, key=lambda mention: mention.start)


def _mended(text: str, kept: list[list[_Reading]]) -> str | None:
    """The text with the names that were misheard, where it is sure which they are."""
    mended = text
    for options in kept:
        mention, entry = options[0].mention, options[0].entry
        if len(options) == 1 and entry.method is Method.PINYIN:
            mended = mended[: mention.start] + entry.written + mended[mention.end :]
    return mended if mended != text else None


def _counted(text: str, found: list[Mention]) -> list[Mention]:
    """Mentions that are meant: not the denied ones, and after a self-correction the later ones."""
    meant = [m for m in found if not _DENIED.search(text, max(0, m.start - 5), m.start)]
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
    return any(_holds(e.division, division) for e in old.readings for division in later)


def _holds(upper: Division, lower: Division) -> bool:
    """Whether one division lies in another."""
    if upper.level == DivisionLevel.DISTRICT:
        return upper.code == lower.district_code and upper.code != lower.code
    return upper.code == lower.street_code and upper.code != lower.code


def _read(
    mention: Mention, counted: list[Mention], named: list[Mention], home: Division | None
) -> list[_Reading]:
    """What a mention can stand for, given the others: the best supported readings."""
    options = [_weigh(mention, e, named) for e in mention.readings if e.method is not Method.ONCE]
    options = _believable(options, home)
    if mention.bare:
        options = [o for o in options if o.backed or (home and _near(o.division, home))]
    elif _contradicted(mention, options, counted):
        options = []
    if not options:
        return []
    most = max(o.support for o in options)
    options = [o for o in options if o.support == most]
    if len(options) > 1 and home:
        close = max(_nearness(o.division, home) for o in options)
        near = [o for o in options if _nearness(o.division, home) == close]
        if close and len(near) == 1:
            options = [replace(near[0], confidence=BY_STATION)]
    return options


def _weigh(mention: Mention, entry: Entry, named: list[Mention]) -> _Reading:
    uppers = {
        upper.division
        for other in named
        if other is not mention
        for upper in other.readings
        if _holds(upper.division, entry.division)
    }
    certain = CERTAINTY[entry.method] - entry.doubt
    for _ in uppers:
        certain += (SURE - certain) * 0.6
    # Half the villages' short forms are words of every day: a district is too wide to tell them.
    backed = any(
        upper.level != DivisionLevel.DISTRICT or entry.division.level == DivisionLevel.STREET
        for upper in uppers
    )
    return _Reading(mention, entry, len(uppers), round(certain, 3), backed)


def _believable(options: list[_Reading], home: Division | None) -> list[_Reading]:
    """Without what sounds too different, given what supports it; of the rest the nearest."""
    near = [o for o in options if o.entry.doubt <= _limit(o, home)]
    least = min((o.entry.doubt for o in near), default=0.0)
    return [o for o in near if o.entry.doubt <= least + SAME_SOUND]


def _limit(reading: _Reading, home: Division | None) -> float:
    """How different a name may sound: there are few streets, and 3,320 communities."""
    is_street = reading.division.level != DivisionLevel.COMMUNITY
    close = _nearness(reading.division, home) if home else 0
    if (reading.support and reading.backed) or close > 1:
        return FARTHEST
    if reading.support or close:
        return FARTHEST if is_street else 0.15
    return 0.15 if is_street else 0.05


def _contradicted(mention: Mention, options: list[_Reading], counted: list[Mention]) -> bool:
    """Whether a community, or a street's short form, lies in nothing that is named around it."""
    short = all(o.entry.method in PARTIAL for o in options)
    spots = all(o.entry.method is Method.WITHIN for o in options)
    levels = {o.division.level for o in options}
    community = levels == {DivisionLevel.COMMUNITY}
    if not (community or spots or (short and levels == {DivisionLevel.STREET})):
        return False
    others = [m for m in counted if m is not mention and not m.bare]
    districts = _codes(others, DivisionLevel.DISTRICT, set(Method))
    if districts and not any(o.division.district_code in districts for o in options):
        return True
    # 宁围镇新发村: the two belong together, though today's list has no such village there.
    beside = [m for m in others if short or 0 <= mention.start - m.end <= 1]
    streets = _codes(beside, DivisionLevel.STREET, {Method.EXACT, Method.VARIANT})
    return bool(streets) and not any(o.division.street_code in streets for o in options)


def _codes(found: list[Mention], level: DivisionLevel, methods: set[Method]) -> set[str]:
    """The codes of a level that are named by one of the methods."""
    entries = [entry for mention in found for entry in mention.readings]
    return {e.division.code for e in entries if e.division.level == level and e.method in methods}


def _nearness(division: Division, home: Division) -> int:
    same_street = home.street_code is not None and division.street_code == home.street_code
    return 2 * same_street + (division.district_code == home.district_code)


def _near(division: Division, home: Division) -> bool:
    """A bare word is a place only close by: within the station's street, or the street itself."""
    if home.street_code:
        return division.street_code == home.street_code
    return division.level == DivisionLevel.STREET and division.district_code == home.district_code


def _choose(kept: list[list[_Reading]]) -> Places:
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


def _told(leaves: list[list[_Reading]]) -> list[list[_Reading]]:
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
    return same or _holds(upper.division, lower)


def _strength(reading: _Reading) -> tuple[float, int, int]:
    return reading.confidence, _DEPTH[reading.division.level], -reading.mention.start


def _strongest(leaves: list[list[_Reading]], ends: dict[str, _Reading]) -> dict[str, _Reading]:
    """Of several places named, the one that is supported by more names or named more often."""
    weight = {
        code: 2 * reading.support
        + sum(len(options) == 1 and options[0].division.code == code for options in leaves)
        for code, reading in ends.items()
    }
    most = max(weight.values())
    return {code: reading for code, reading in ends.items() if weight[code] == most}


def _named_above(kept: list[list[_Reading]], candidates: list[_Reading]) -> Place | None:
    """The named division that all candidates lie in: sure as far as it goes."""
    holding = [
        options[0]
        for options in kept
        if len(options) == 1
        and all(_holds(options[0].division, other.division) for other in candidates)
    ]
    return _place(max(holding, key=lambda r: _DEPTH[r.division.level])) if holding else None


def _shared(candidates: list[_Reading]) -> Place | None:
    """The district that several places named lie in, if it is one."""
    codes = {reading.division.district_code for reading in candidates}
    district = divisions.load().get(codes.pop()) if len(codes) == 1 else None
    if district is None:
        return None
    best = candidates[0]
    entry = Entry(district, best.entry.method)
    return _place(replace(best, entry=entry))


def _place(reading: _Reading) -> Place:
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
