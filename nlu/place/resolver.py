"""What one name in a text stands for, given the other names beside it and the station."""

from dataclasses import dataclass, replace

from data.reference.place.divisions import Division, DivisionLevel
from nlu.place.gazetteer import CERTAINTY, Entry, Method
from nlu.place.homophones import FARTHEST
from nlu.place.matcher import PARTIAL, Mention
from nlu.text.pronunciation import TONE

SURE = 0.99
SAME_SOUND = 0.015
BY_STATION = 0.7
"""How sure we are of one of several places of a name because the station lies there."""
HINTED = 0.15
"""How far a community may sound from what was heard where only its district is named, and a street
where nothing is."""


@dataclass(frozen=True)
class Reading:
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


def holds(upper: Division, lower: Division) -> bool:
    """Whether one division lies in another."""
    if upper.level == DivisionLevel.DISTRICT:
        return upper.code == lower.district_code and upper.code != lower.code
    return upper.code == lower.street_code and upper.code != lower.code


def read(
    mention: Mention, counted: list[Mention], named: list[Mention], home: Division | None
) -> list[Reading]:
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


def _weigh(mention: Mention, entry: Entry, named: list[Mention]) -> Reading:
    uppers = {
        upper.division
        for other in named
        if other is not mention
        for upper in other.readings
        if holds(upper.division, entry.division)
    }
    certain = CERTAINTY[entry.method] - entry.doubt
    for _ in uppers:
        certain += (SURE - certain) * 0.6
    # Half the villages' short forms are words of every day: a district is too wide to tell them.
    backed = any(
        upper.level != DivisionLevel.DISTRICT or entry.division.level == DivisionLevel.STREET
        for upper in uppers
    )
    return Reading(mention, entry, len(uppers), round(certain, 3), backed)


def _believable(options: list[Reading], home: Division | None) -> list[Reading]:
    """Without what sounds too different, given what supports it; of the rest the nearest."""
    written = Method.PINYIN not in {o.entry.method for o in options}
    near = [o for o in options if written or o.entry.doubt <= _limit(o, home)]
    least = min((o.entry.doubt for o in near), default=0.0)
    return [o for o in near if o.entry.doubt <= least + SAME_SOUND]


def _limit(reading: Reading, home: Division | None) -> float:
    """How different a name may sound: there are few streets, and 3,320 communities."""
    is_street = reading.division.level in {DivisionLevel.STREET, DivisionLevel.ZONE}
    close = _nearness(reading.division, home) if home else 0
    if (reading.support and reading.backed) or close > 1:
        return FARTHEST
    if reading.support or close:
        return FARTHEST if is_street else HINTED
    if reading.mention.text.endswith("村"):  # villages of one sound are all over the country
        return -1.0
    return HINTED if is_street else TONE


def _contradicted(mention: Mention, options: list[Reading], counted: list[Mention]) -> bool:
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
