"""Names of divisions that a recogniser wrote with other characters of the same or a near sound.

What kind of division it is (街道, 社区) is nearly always heard right, so a name is looked for
before that.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, product

import numpy as np
from numpy.typing import NDArray

from data.reference.divisions import Division, DivisionLevel
from nlu.gazetteer import Entry, Method
from nlu.mention import Mention
from nlu.sound import apart, syllables

FARTHEST = 0.3
"""The mean distance of syllables beyond which two names do not sound alike."""
CLOSE = 0.08
"""Names whose distances differ by less cannot be told apart by sound."""
MISHEARD_KIND = 0.08
"""Where even 街道 was heard wrong, the name before it has to be this near."""
MOST_READINGS = 4
_KINDS = re.compile("街道|社区|镇|乡|村(?![民里口长道])|[区县市]")
_LEVELS = {
    "街道": DivisionLevel.STREET,
    "镇": DivisionLevel.STREET,
    "乡": DivisionLevel.STREET,
    "社区": DivisionLevel.COMMUNITY,
    "村": DivisionLevel.COMMUNITY,
}
_HEARD = {("jie", "dao"): "街道", ("she", "qu"): "社区"}
_HAN = re.compile("[一-鿿㐀-䶿]+")


@dataclass(frozen=True)
class _Shelf:
    """Names of one level and one length: their syllables as numbers [names, length]."""

    numbers: NDArray[np.int32]
    entries: tuple[tuple[str, Division], ...]


class Sounds:
    """How all names sound, ready to be compared with what was heard."""

    def __init__(self, stems: Iterable[tuple[str, DivisionLevel, Division]]) -> None:
        self._syllables: dict[str, int] = {}
        rows: dict[tuple[DivisionLevel, int], list[tuple[list[int], str, Division]]] = defaultdict(
            list
        )
        for stem, level, division in stems:
            for reading in islice(product(*map(syllables, stem)), MOST_READINGS):
                numbers = [self._syllables.setdefault(s, len(self._syllables)) for s in reading]
                rows[level, len(stem)].append((numbers, stem, division))
        self._shelves = {
            key: _Shelf(
                np.array([row[0] for row in found], np.int32), tuple(row[1:] for row in found)
            )
            for key, found in rows.items()
            if key[1] and found[0][0]
        }
        self._rows = cache(self._row)
        self.lengths = {
            level: sorted({size for other, size in self._shelves if other == level}, reverse=True)
            for level in DivisionLevel
        }

    def near(self, heard: str, level: DivisionLevel) -> list[Entry]:
        """Names of a level that sound like what was heard, nearest first, each division once."""
        shelf = self._shelves[level, len(heard)]
        syllable = [self._rows(c)[shelf.numbers[:, place]] for place, c in enumerate(heard)]
        far = np.mean(syllable, axis=0)
        found: dict[str, Entry] = {}
        for place in sorted(np.flatnonzero(far <= FARTHEST), key=lambda place: far[place]):
            stem, division = shelf.entries[place]
            doubt = round(float(far[place]), 3)
            found.setdefault(division.code, Entry(division, Method.PINYIN, stem, doubt))
        return list(found.values())

    def _row(self, character: str) -> NDArray[np.float32]:
        """How far the nearest reading of a character is from each syllable of the names."""
        readings = syllables(character)
        return np.array(
            [min((apart(r, known) for r in readings), default=1.0) for known in self._syllables],
            np.float32,
        )


def homophones(text: str, taken: Sequence[tuple[int, int]], sounds: Sounds) -> list[Mention]:
    """What may be names of divisions in the parts of a text that are not `taken`, in order."""
    found: list[Mention] = []
    for start, end, kind, heard in _endings(text):
        at = max((b for a, b in taken if a < end), default=0)
        if at > start:
            continue
        mention = _named(text, max(at, found[-1].end if found else 0), start, end, kind, sounds)
        if mention and (heard or mention.readings[0].doubt <= MISHEARD_KIND):
            found.append(mention)
    return found


def _endings(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Where a kind of division is said: its span, what it is, and whether it was heard right."""
    spans = [(m.start(), m.end(), m[0], True) for m in _KINDS.finditer(text)]
    for at in range(len(text) - 1):
        for (one, other), kind in _HEARD.items():
            alike = one in syllables(text[at]) and other in syllables(text[at + 1])
            if alike and text[at : at + 2] != kind:
                spans.append((at, at + 2, kind, False))
    yield from sorted(spans)


def _named(
    text: str, floor: int, start: int, end: int, kind: str, sounds: Sounds
) -> Mention | None:
    """The name that sounds nearest to what stands before `start`; of equals the longest."""
    level = _LEVELS.get(kind, DivisionLevel.DISTRICT)
    best: list[Entry] = []
    for size in sounds.lengths[level]:
        stem = text[start - size : start]
        if start - size < floor or not _HAN.fullmatch(stem):
            continue
        near = sounds.near(stem, level)
        if near and (not best or near[0].doubt < best[0].doubt):
            best = near
    if not best:
        return None
    begin = start - len(best[0].written)
    readings = tuple(
        replace(entry, written=entry.written + kind)
        for entry in best
        if entry.doubt <= best[0].doubt + CLOSE
    )
    return Mention(begin, end, text[begin:end], readings)
