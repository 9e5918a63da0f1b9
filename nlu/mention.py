"""Where in a text divisions are named: exact names and short forms.

Another matcher (homophones) is one more function from a text to mentions, tried on what these
leave over.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from data.reference.divisions import DivisionLevel
from nlu.gazetteer import SHORTEST, Entry, Gazetteer, Method

MOST = 40
"""Nobody names more places in one breath; what does is no speech and must not take long."""
ORDINARY = 100
"""A short form as common as this in ordinary Chinese (前进, 太阳, 留下) names no place by itself."""


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
    r"|国际|集团|公司|有限|银行|证券|菜系|话|人[^民])"
)
"""What makes a short form part of another name: 萧山路, 余杭塘河, 富阳话."""
_PLACE_LIKE = re.compile(
    r"小区|新村|家园|花园|居民|菜场|农贸|这[边里儿]|那[边里儿]|[一二三四五六七八九]区"
)
_BEFORE = re.compile(r"(?:住在?|位于|地址[是:：]?|在)$")


def mentions(
    text: str, cut: Sequence[str], frequency: Callable[[str], int], names: Gazetteer
) -> list[Mention]:
    """The divisions named in a text, in order; where names overlap the longest one counts.

    `cut` are the words of the text: a short form never begins or ends inside a word (天运 in 今天运气).
    """
    edges = [0, *accumulate(map(len, cut))]
    found = []
    at = 0
    while at < len(text) - 1 and len(found) < MOST:
        mention = None
        if text[at : at + SHORTEST] in names.heads:
            mention = _longest(text, at, edges, frequency, names)
        if mention:
            found.append(mention)
        at = mention.end if mention else at + 1
    return found


def _longest(
    text: str, at: int, edges: list[int], frequency: Callable[[str], int], names: Gazetteer
) -> Mention | None:
    for end in range(min(len(text), at + names.longest), at + 1, -1):
        name = text[at:end]
        readings = names.names.get(name)
        if not readings:
            continue
        whole = tuple(entry for entry in readings if entry.method is not Method.SHORT)
        if any(entry.method is not Method.ONCE for entry in whole):
            return Mention(at, end, name, whole)
        mention = _short(text, at, end, edges, frequency, readings)
        if mention:
            return mention
    return None


def _short(
    text: str,
    at: int,
    end: int,
    edges: list[int],
    frequency: Callable[[str], int],
    readings: tuple[Entry, ...],
) -> Mention | None:
    """A short form, if it stands as a name here. Districts and streets outrank communities."""
    if not (_is_edge(edges, at) and _is_edge(edges, end)) or _NAMES_OTHERS.match(text, end):
        return None
    name = text[at:end]
    high = tuple(e for e in readings if e.division.level != DivisionLevel.COMMUNITY)
    readings = high or readings
    bare = frequency(name) >= ORDINARY
    if not high and not bare:
        located = bool(_PLACE_LIKE.match(text, end) or _BEFORE.search(text, max(0, at - 4), at))
        bare = not located or frequency(name) > 0
    return Mention(at, end, name, readings, bare)


def _is_edge(edges: list[int], at: int) -> bool:
    place = bisect_left(edges, at)
    return place < len(edges) and edges[place] == at
