"""The likeliest words for what was heard: a search over all words that sound like its parts."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from nlu.correction.bigrams import Bigrams
from nlu.correction.lexicon import LONGEST, Lexicon, distance
from nlu.correction.trigrams import START, Numbers, Trigrams
from nlu.text.pronunciation import TONE

SAME, OTHER_TONE, NEAR, FAR = 1.2, 2.0, 3.5, 10.0
"""Nats for another character of the same sound, of another tone, and of a near sound, the last
with `FAR` times its distance on top."""
FARTHEST = 9.0
FIGURE = 6.0
MOST_WORDS, MOST_PATHS = 60, 24
OWN = 0.35
"""How much the way residents put it counts beside the language at large."""
_HAN = re.compile("[一-鿿㐀-䶿]")
_MARKS = {",": "，", "?": "？", "!": "！", ":": "：", ";": "；"}
_LEAST = 1e-12

Costs = NDArray[np.float32]


@dataclass(frozen=True)
class Arc:
    """Words that may stand for `length` characters, and what each costs by its sound."""

    length: int
    words: Numbers
    costs: Costs
    fixed: bool = False
    """Whether the costs are all there is, whatever was said before."""


@dataclass(frozen=True)
class _Paths:
    """The best ways to a place in the text: column and row each comes from, and its last word."""

    states: Numbers
    last: Numbers
    costs: NDArray[np.float64]
    column: Numbers
    row: Numbers


class Lattice:
    """One language model over one lexicon. Words that open-gram does not know have a price."""

    def __init__(
        self, trigrams: Trigrams, bigrams: Bigrams, lexicon: Lexicon, prices: Costs, unknown: int
    ) -> None:
        """`prices` by number for words that the trigrams do not know, 0 for those they do;
        `unknown` is the number that stands for any character in no word."""
        self._trigrams, self._bigrams, self._lexicon = trigrams, bigrams, lexicon
        self._prices, self._unknown = prices, unknown
        self.cost = lru_cache(1024)(self._cost)

    def arcs(self, text: str) -> list[list[Arc]]:
        """By the place where they begin: everything that may have been said."""
        return [list(self._arcs(text, at)) for at in range(len(text))]

    def best(self, text: str, arcs: list[list[Arc]], scale: float) -> str:
        """The likeliest text; at a lower `scale` sound counts less and language more."""
        return self._search(text, arcs, scale)[0]

    def _cost(self, text: str) -> float:
        """What a text costs as it is written."""
        return self._search(text, [self._plain(text, at) for at in range(len(text))], 1.0)[1]

    def _plain(self, text: str, at: int) -> list[Arc]:
        if not _HAN.match(text[at]):
            return [self._mark(text[at])]
        found = [self._lexicon.number(text[at : at + size]) for size in _sizes(text, at)]
        return [
            Arc(size, np.array([number]), np.zeros(1, np.float32))
            for size, number in enumerate((found[0] or self._unknown, *found[1:]), 1)
            if number is not None
        ]

    def _mark(self, character: str) -> Arc:
        """Marks are heard by nobody and cost nothing; a digit costs about what its word does."""
        number = self._lexicon.number(_MARKS.get(character, character))
        cost = FIGURE if character.isalnum() else 0.0
        return Arc(1, np.array([number or self._unknown]), np.full(1, cost, np.float32), fixed=True)

    def _arcs(self, text: str, at: int) -> Iterator[Arc]:
        if not _HAN.match(text[at]):
            yield self._mark(text[at])
            return
        for size in _sizes(text, at):
            heard = text[at : at + size]
            same = self._lexicon.number(heard) or (self._unknown if size == 1 else None)
            words = [same] if same is not None else []
            costs = [0.0] if same is not None else []
            for number in self._lexicon.like(heard):
                cost = _spoken(heard, self._lexicon.words[number])
                if number != same and cost < FARTHEST:
                    words.append(number)
                    costs.append(cost)
            if words:
                yield self._likeliest(size, np.array(words), np.array(costs, np.float32))

    def _likeliest(self, size: int, words: Numbers, costs: Costs) -> Arc:
        if len(words) > MOST_WORDS:
            priced = np.where(self._prices[words] > 0, self._prices[words], self._alone(words))
            kept = np.argsort(np.where(costs > 0, costs + priced, -1))[:MOST_WORDS]
            words, costs = words[kept], costs[kept]
        return Arc(size, words, costs)

    def _alone(self, words: Numbers) -> Costs:
        return self._trigrams.alone(np.minimum(words, self._unknown))

    def _search(self, text: str, arcs: list[list[Arc]], scale: float) -> tuple[str, float]:
        start = np.array([START])
        columns: list[list[_Paths]] = [[] for _ in range(len(text) + 1)]
        columns[0].append(_Paths(start, start, np.zeros(1), start, start))
        kept: list[_Paths] = []
        for at, column in enumerate(columns):
            kept.append(_best(column))
            for arc in arcs[at] if at < len(text) else ():
                columns[at + arc.length].append(self._step(at, kept[at], arc, scale))
        row = int(np.argmin(kept[-1].costs))
        return self._trace(text, kept, row), float(kept[-1].costs[row])

    def _step(self, at: int, paths: _Paths, arc: Arc, scale: float) -> _Paths:
        costs, states = self._trigrams.after(paths.states, np.minimum(arc.words, self._unknown))
        if arc.fixed:
            total = paths.costs[:, None] + arc.costs
        else:
            prices = self._prices[arc.words]
            costs = np.where(prices > 0, prices, costs)
            own = self._bigrams.after(paths.last, arc.words)
            odds = (1 - OWN) * np.exp(-costs) + OWN * own
            total = paths.costs[:, None] - np.log(odds + _LEAST) + scale * arc.costs
        many = min(MOST_PATHS, total.size)
        best = np.argpartition(total, many - 1, axis=None)[:many]
        row, word = np.unravel_index(best, total.shape)
        return _Paths(states[row, word], arc.words[word], total[row, word], np.full(many, at), row)

    def _trace(self, text: str, kept: list[_Paths], row: int) -> str:
        parts: list[str] = []
        at = len(text)
        while at:
            paths = kept[at]
            before = int(paths.column[row])
            word = self._lexicon.words.get(int(paths.last[row]), "")
            heard = text[before:at]
            parts.append(word if _HAN.match(heard) and word else heard)
            at, row = before, int(paths.row[row])
        return "".join(reversed(parts))


def _best(column: list[_Paths]) -> _Paths:
    """The best paths to one place, one for each state that language can be in."""
    states, last = (np.concatenate([getattr(p, n) for p in column]) for n in ("states", "last"))
    costs = np.concatenate([paths.costs for paths in column])
    order = np.argsort(costs, kind="stable")
    _, first = np.unique(np.stack([states[order], last[order]]), axis=1, return_index=True)
    chosen = order[np.sort(first)[:MOST_PATHS]]
    column_, row = (np.concatenate([getattr(p, n) for p in column]) for n in ("column", "row"))
    return _Paths(states[chosen], last[chosen], costs[chosen], column_[chosen], row[chosen])


def _sizes(text: str, at: int) -> range:
    """Lengths of words that may begin at a place: up to the next that is no Han character."""
    size = 1
    while size < LONGEST and at + size < len(text) and _HAN.match(text[at + size]):
        size += 1
    return range(1, size + 1)


def _spoken(heard: str, meant: str) -> float:
    cost = 0.0
    for one, other in zip(heard, meant, strict=True):
        if one != other:
            far = distance(one, other)
            cost += SAME if far == 0 else OTHER_TONE if far <= TONE else NEAR + FAR * far
    return cost
