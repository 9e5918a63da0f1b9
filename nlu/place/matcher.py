"""Where in a text divisions are named: exact names and short forms.

Another matcher (homophones) is one more function from a text to mentions, tried on what these
leave over.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from data.reference.place.divisions import DivisionLevel
from nlu.place.gazetteer import SHORTEST, Entry, Gazetteer, Method

MOST = 40
"""Nobody names more places in one breath; what does is no speech and must not take long."""
PARTIAL = frozenset({Method.SHORT, Method.WITHIN})
"""Names that are looked at more closely before they are taken for a place."""
ORDINARY = 100
"""A short form as common as this in ordinary Chinese (前进, 留下) names no place by itself."""
TELLING = 3
"""A community's name of so many characters, if it is no ordinary word, is meant as a name."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text, from `start` to before `end`, and what it may stand for.

    `bare` is a short form that is also a word, or too short to be sure of: it counts only beside
    something else that points to the same place.
    """

    start: int
    end: int
    text: str
    readings: tuple[Entry, ...]
    bare: bool = False


_NAMES_OTHERS = re.compile(
    r"[东南西北中]?(?:一|二|三|四|[东南西北中])?"
    r"(?:路|大道|大街|街(?!道)|巷|弄|塘(?!栖)|河|江|湖|港|山|桥|大桥|隧道|高架|高速|快速路|线|铁路"
    r"|门(?!口)|大米|国际|物业|房产|地产|置业|集团|公司|有限|银行|证券|菜系|话|人[^民])"
)
"""What makes a short form part of another name: 萧山路, 余杭塘河, 富阳话."""
_ROADS = "路街道"
"""A community may be named after a road that runs on through others."""
_LANDSCAPE = "江河湖山峰溪"
"""富春江 is a river first, and a town only beside something else that says so."""
_WIDER = frozenset({"西湖", "钱塘", "西溪", "运河"})
"""Districts and streets named after a water that runs through others."""
_PLACE_LIKE = re.compile(
    r"小区|新村|家园|花园|居民|菜场|农贸|这[边里儿]|那[边里儿]|[一二三四五六七八九]区"
)
_BEFORE = re.compile(r"(?:住在?|位于|地址[是:：]?|在)$")


_ESTATE = re.compile(r"(?![区县市在到住去从是的我])[一-鿿][东南西北]苑$")
"""Many an estate is a southern garden: 佳丰南苑 is none of 南苑街道."""
_DISTRICT_BEFORE = re.compile(r"(?:区|县|余杭)$")
"""余杭区临平 is 临平 the street: a district lies in none."""


def mentions(
    text: str, cut: Sequence[str], frequency: Callable[[str], int], names: Gazetteer
) -> list[Mention]:
    """The divisions named in a text, in order; where names overlap the longest one counts.

    `cut` are the words of the text: a short form never begins or ends inside one, so that
    今天运气 does not name 天运.
    """
    scan = _Scan(text, [0, *accumulate(map(len, cut))], frequency, names)
    found: list[Mention] = []
    at = 0
    while at < len(text) - 1 and len(found) < MOST:
        mention = scan.longest(at) if text[at : at + SHORTEST] in names.heads else None
        if mention:
            found.append(mention)
        at = mention.end if mention else at + 1
    return found


@dataclass(frozen=True, slots=True)
class _Scan:
    """A text with the edges of its words, looked through for names."""

    text: str
    edges: list[int]
    frequency: Callable[[str], int]
    names: Gazetteer

    def longest(self, at: int) -> Mention | None:
        """The longest name that begins here; one that is bare yields to a shorter that is not."""
        bare = None
        for end in range(min(len(self.text), at + self.names.longest), at + 1, -1):
            readings = self.names.names.get(self.text[at:end])
            if not readings:
                continue
            whole = tuple(entry for entry in readings if entry.method not in PARTIAL)
            if any(entry.method is not Method.ONCE for entry in whole):
                return Mention(at, end, self.text[at:end], whole)
            mention = self._within(at, end, readings) or self._short(at, end, readings)
            if mention and not mention.bare:
                return mention
            bare = bare or mention
        return bare

    def _within(self, at: int, end: int, readings: tuple[Entry, ...]) -> Mention | None:
        """A road, an estate or a landmark; a name of two or three characters may be a word."""
        spots = tuple(entry for entry in readings if entry.method is Method.WITHIN)
        if not spots:
            return None
        name = self.text[at:end]
        whole = self._is_edge(at) and self._is_edge(end)
        if len(name) <= TELLING and not whole:
            return None
        sure = len(name) > TELLING or (len(name) == TELLING and self.frequency(name) < ORDINARY)
        return Mention(at, end, name, spots, not sure)

    def _short(self, at: int, end: int, readings: tuple[Entry, ...]) -> Mention | None:
        """A short form, if it stands as a name here: 余杭 is the district before the street."""
        inside = not (self._is_edge(at) and self._is_edge(end))
        inside = inside or bool(_ESTATE.search(self.text, max(0, at - 1), end))
        if inside or _NAMES_OTHERS.match(self.text, end):
            return None
        name = self.text[at:end]
        wide = name in _WIDER or name[-1] in _LANDSCAPE
        ordinary = wide or self.frequency(name) >= ORDINARY
        districts = _at(DivisionLevel.DISTRICT, readings)
        streets = _at(DivisionLevel.STREET, readings)
        if districts and not (streets and _DISTRICT_BEFORE.search(self.text, 0, at)):
            return Mention(at, end, name, districts, name in _WIDER)
        if streets:
            return Mention(at, end, name, streets, ordinary)
        located = (
            len(name) >= TELLING
            or _BEFORE.search(self.text, max(0, at - 4), at)
            or _PLACE_LIKE.match(self.text, end)
        )
        sure = located and not self.frequency(name) and name[-1] not in _ROADS
        return Mention(at, end, name, readings, not sure)

    def _is_edge(self, at: int) -> bool:
        place = bisect_left(self.edges, at)
        return place < len(self.edges) and self.edges[place] == at


def _at(level: DivisionLevel, readings: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple(entry for entry in readings if entry.division.level == level)
