"""All words by their sound: which may have been said where others were written."""

from collections.abc import Iterable, Mapping
from functools import cache
from itertools import islice, product

import numpy as np

from nlu.text.pronunciation import INITIALS, apart, parts, syllables

LONGEST = 6
"""Characters of a word; longer ones are put together from these."""
_READINGS, _SPELLINGS = 4, 8
_HEADS = {"zh": "z", "ch": "c", "sh": "s", "n": "l"}
_TAILS = {"ang": "an", "eng": "en", "ing": "in", "uang": "uan", "iang": "ian", "uo": "o"}
"""What Mandarin speakers south of the Huai say alike, and recognisers take for each other."""
_ANY = 0
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


@cache
def _head(syllable: str) -> int:
    head, _ = parts(syllable)
    return 1 + (*INITIALS, "").index(_HEADS.get(head, head))


_tails: dict[str, int] = {}


@cache
def _tail(syllable: str) -> int:
    _, tail = parts(syllable)
    return _tails.setdefault(_TAILS.get(tail, tail), len(_tails) + 1)


Spelling = tuple[tuple[int, int], ...]


def _spellings(text: str) -> Iterable[Spelling]:
    """How a text may be read, initials and finals as numbers, those that sound alike as one."""
    readings = ([(_head(s), _tail(s)) for s in syllables(c)[:_READINGS]] for c in text)
    return dict.fromkeys(islice(product(*readings), _SPELLINGS))


def _loose(spelling: Spelling) -> Iterable[Spelling]:
    """The same with half a syllable left open."""
    for at, (head, tail) in enumerate(spelling):
        for half in ((head, _ANY), (_ANY, tail)):
            yield (*spelling[:at], half, *spelling[at + 1 :])


def _keys(spellings: Iterable[Spelling]) -> list[int]:
    return [hash(spelling) for spelling in spellings]


class Lexicon:
    """Words by number, and numbers by how they sound."""

    def __init__(self, words: Mapping[str, int]) -> None:
        self._numbers = dict(words)
        self.words = {number: word for word, number in words.items()}
        keys: list[int] = []
        numbers: list[int] = []
        for word, number in words.items():
            if len(word) > LONGEST:
                continue
            found = _readings(word)
            keys += found
            numbers += [number] * len(found)
        order = np.argsort(np.array(keys, np.int64), kind="stable")
        self._keys = np.array(keys, np.int64)[order]
        self._by_sound = np.array(numbers, np.int32)[order]

    def number(self, word: str) -> int | None:
        """The number of a word; None for what is none."""
        return self._numbers.get(word)

    def like(self, heard: str) -> list[int]:
        """Words that sound like what was heard, or would but for half a syllable."""
        keys = np.array(_readings(heard), np.int64)
        begin = np.searchsorted(self._keys, keys, "left")
        end = np.searchsorted(self._keys, keys, "right")
        found = [self._by_sound[a:b] for a, b in zip(begin, end, strict=True) if a < b]
        return np.unique(np.concatenate(found)).tolist() if found else []


def _readings(text: str) -> list[int]:
    exact = list(_spellings(text))
    loose = [half for spelling in exact for half in _loose(spelling)] if len(text) > 1 else []
    return list(dict.fromkeys(hash(spelling) for spelling in (*exact, *loose)))


@cache
def distance(heard: str, meant: str) -> float:
    """How far two characters sound from each other, see nlu.text.pronunciation.apart."""
    if heard == meant:
        return 0.0
    pairs = product(syllables(heard)[:_READINGS], syllables(meant)[:_READINGS])
    return min((apart(one, other) for one, other in pairs), default=1.0)
