"""Names of divisions that a recogniser wrote with other characters of the same or a near sound.

What kind of division it is (街道, 社区) is nearly always heard right, so a name is looked for
before that.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice, product

import numpy as np
from numpy.typing import NDArray

from data.reference.place.divisions import Division, DivisionLevel
from nlu.place.gazetteer import Entry, Method
from nlu.place.matcher import ORDINARY, Mention
from nlu.text.pronunciation import TONE, apart, syllables

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
_HEARD = {("jie", "dao"): "街道", ("she", "qu"): "社区", ("zhen",): "镇", ("zheng",): "镇"}
"""How kinds sound, for where even these were written with other characters."""
OTHER_KIND = 0.02
"""How much farther a name is whose kind today is not the one that was said."""
_STREET_SIZES = (3, 2)
_OPENING = re.compile(
    "^(?:[呃嗯啊喂哎]|那个|这个|你好|您好|我|我们|家|就|是|住|在|[，。、 ])*|住在?"
)
LONGEST = 120
"""Only what was said in one breath is looked through for names whose kind is not there."""
_PARTICLES = frozenset("的了或与及这那个们我你它就也把被让给很么吗呢吧着过为以而且没不")
"""Words of one character that are in no name, and that a recogniser writes for themselves."""
_WORDS = _PARTICLES | frozenset(
    "说到从等去要能可还又再只最比跟叫请看讲话什谁哪几少每各该其此些样得已但因虽使用"
)
"""More of them, that it also writes for parts of names."""
_NUMERALS = frozenset("零〇幺一二三四五六七八九十百千万两")
"""A number that is said, such as a receipt code, is no name that sounds like it."""
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


def homophones(
    text: str, taken: Sequence[tuple[int, int]], sounds: Sounds, common: Callable[[int, int], int]
) -> list[Mention]:
    """What may be names of divisions in the parts of a text that are not `taken`.

    `common` says how common the words are that some characters are: a recogniser means what it
    writes as a common word.
    """
    found = _with_endings(text, taken, sounds, common)
    if len(text) > LONGEST:
        return found
    taken = [*taken, *((mention.start, mention.end) for mention in found)]
    return found + list(_without_endings(text, taken, sounds, common))


def _without_endings(
    text: str, taken: Sequence[tuple[int, int]], sounds: Sounds, common: Callable[[int, int], int]
) -> Iterator[Mention]:
    """Streets whose short form opens a clause or stands after 住在, written as no word is."""
    for match in _OPENING.finditer(text):
        at = match.end()
        for size in _STREET_SIZES:
            stem, end = text[at : at + size], at + size
            free = not any(at < b and a < end for a, b in taken)
            plain = _HAN.fullmatch(stem) and _WORDS.isdisjoint(stem)
            plain = plain and not _NUMERALS.issuperset(stem)
            if end > len(text) or not free or not plain or common(at, end):
                continue
            near = [e for e in sounds.near(stem, DivisionLevel.STREET) if e.doubt <= TONE]
            if near:
                yield Mention(at, end, stem, tuple(near))
                break


def _with_endings(
    text: str, taken: Sequence[tuple[int, int]], sounds: Sounds, common: Callable[[int, int], int]
) -> list[Mention]:
    found: list[Mention] = []
    for start, end, kind, heard in _endings(text):
        at = max((b for a, b in taken if a < end), default=0)
        if at > start or (not heard and len(text) > LONGEST):
            continue
        floor = max(at, found[-1].end if found else 0)
        mention = _named(text, floor, start, end, kind, sounds)
        if mention and _is_meant(mention, kind, heard, common(mention.start, start)):
            found.append(mention)
    return found


def _is_meant(mention: Mention, kind: str, heard: bool, common: int) -> bool:
    """Whether a name that sounds so is likelier than the words that are written."""
    doubt = mention.readings[0].doubt
    if not heard:
        return doubt <= (MISHEARD_KIND if len(kind) > 1 else OTHER_KIND)
    return common < ORDINARY or (kind == "街道" and doubt <= TONE)


def _endings(text: str) -> Iterator[tuple[int, int, str, bool]]:
    """Where a kind of division is said: its span, what it is, and whether it was heard right."""
    spans = [(m.start(), m.end(), m[0], True) for m in _KINDS.finditer(text)]
    for at in range(len(text)):
        for sound, kind in _HEARD.items():
            written = text[at : at + len(sound)]
            if written != kind and len(written) == len(sound) and all(map(_reads, written, sound)):
                spans.append((at, at + len(sound), kind, False))
    yield from sorted(spans)


def _of_kind(entry: Entry, kind: str) -> Entry:
    farther = 0.0 if entry.division.name.endswith(kind) else OTHER_KIND
    return replace(entry, doubt=round(entry.doubt + farther, 3), written=entry.written + kind)


def _doubt(entry: Entry) -> float:
    return entry.doubt


def _reads(character: str, syllable: str) -> bool:
    return any(reading[:-1] == syllable for reading in syllables(character))


def _named(
    text: str, floor: int, start: int, end: int, kind: str, sounds: Sounds
) -> Mention | None:
    """The name that sounds nearest to what stands before `start`; of equals the longest."""
    level = _LEVELS.get(kind, DivisionLevel.DISTRICT)
    best: list[Entry] = []
    for size in sounds.lengths[level]:
        stem = text[start - size : start]
        if start - size < floor or not _HAN.fullmatch(stem) or not _PARTICLES.isdisjoint(stem):
            continue
        near = sorted((_of_kind(e, kind) for e in sounds.near(stem, level)), key=_doubt)
        if near and (not best or near[0].doubt < best[0].doubt):
            best = near
    if not best:
        return None
    begin = start - len(best[0].written) + len(kind)
    readings = tuple(entry for entry in best if entry.doubt <= best[0].doubt + CLOSE)
    return Mention(begin, end, text[begin:end], readings)
