"""How likely a word is after the two before it: open-gram's trigrams, as sunpinyin packs them.

The format is that of sunpinyin's `CThreadSlm` (src/slm/slm.h): tables of 2^16 probabilities and
2^14 back-off weights, then the nodes of each order, sorted by their parent and then by word. Of a
node 18 bits are the word, 23 and 2 the node and the order to go on from where it has no children.
The words themselves stand at the end of `pydict_sc.bin`, UTF-32, each with a zero after it.
"""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MODEL, WORDS = "lm_sc.t3g", "pydict_sc.bin"
WORD_BITS = 18
START = 0
"""The state in which nothing is known of what was said before."""
_ORDER = 24
_NODE = (1 << _ORDER) - 1
_TABLES = (1 << 16, 1 << 14)
_WIDTHS = (3, 3, 3, 2)
"""Words of 32 bits that a node of each order takes."""
_UNSEEN = 4.0
"""Nats more for a word that the model has never seen."""

Numbers = NDArray[np.int64]
Costs = NDArray[np.float32]


class ModelError(ValueError):
    """A file that is no such model."""


class Trigrams:
    """A state is the order of a node, shifted by 24 bits, and the number of the node.

    Costs are natural logarithms of probabilities, with the sign turned: 0 is certain.
    """

    def __init__(self, folder: Path) -> None:
        """The model in `folder`. Raises ModelError, OSError."""
        self.words = _words((folder / WORDS).read_bytes())
        """By number; empty where there is none."""
        packed = np.memmap(folder / MODEL, np.uint32, "r")
        if len(packed) < sum(_TABLES) or tuple(packed[:2]) != (3, 0):
            raise ModelError(f"{folder / MODEL} is no trigram model")
        sizes = [int(size) for size in packed[2:6]]
        at = 6 + _TABLES[0]
        odds = _cost(packed[6:at])
        weights = _cost(packed[at : at + _TABLES[1]])
        at += _TABLES[1]
        lengths = [size * width for size, width in zip(sizes, _WIDTHS, strict=True)]
        if at + sum(lengths) != len(packed):
            raise ModelError(f"{folder / MODEL} has another length than it says")
        nodes: list[NDArray[np.uint32]] = []
        for length, width in zip(lengths, _WIDTHS, strict=True):
            nodes.append(packed[at : at + length].reshape(-1, width))
            at += length
        root, ones, twos, threes = nodes
        self._unseen = float(odds[root[0, 1] & 0xFFFF] + weights[root[0, 0] >> WORD_BITS]) + _UNSEEN
        count = len(ones) - 1
        self._one = np.full(1 << WORD_BITS, -1, np.int32)
        self._one[_word(ones[:count])] = np.arange(count)
        self._one_cost = odds[ones[:count, 1] & 0xFFFF]
        self._one_weight = weights[ones[:, 0] >> WORD_BITS]
        self._two = _keys(ones, twos)
        self._two_cost = odds[twos[:, 1] & 0xFFFF]
        self._two_weight = weights[twos[:, 0] >> WORD_BITS]
        self._back = _next(twos[:, 2])
        # A pair with no third word after it goes on from where it says.
        pairs = np.arange(len(twos), dtype=np.int64)
        last = np.diff(_children(twos), append=0) <= 0
        self._two_state = np.where(last, self._back, (2 << _ORDER) | pairs)
        self._three = _keys(twos, threes)
        self._three_cost = odds[(threes[:, 0] >> WORD_BITS) | ((threes[:, 1] >> 25 & 3) << 14)]
        self._three_state = _next(threes[:, 1])

    def knows(self, word: int) -> bool:
        """Whether the model has seen a word."""
        return bool(self._one[word] >= 0)

    def alone(self, words: Numbers) -> Costs:
        """What words cost where nothing is known of what was said before."""
        one = self._one[words]
        costs: Costs = np.where(one >= 0, self._one_cost[one], np.float32(self._unseen))
        return costs

    def after(self, states: Numbers, words: Numbers) -> tuple[Costs, Numbers]:
        """What each of `words` costs in each of `states`, and the states then: [states, words]."""
        state, word = np.repeat(states, len(words)), np.tile(words, len(states))
        costs = np.zeros(len(state), np.float32)
        after = np.zeros(len(state), np.int64)
        order, node = state >> _ORDER, state & _NODE
        found, row, left = _look(self._three, node, word, np.flatnonzero(order == 2))  # noqa: PLR2004
        costs[found], after[found] = self._three_cost[row], self._three_state[row]
        costs[left] = self._two_weight[node[left]]
        back = self._back[node[left]]
        order[left], node[left] = back >> _ORDER, back & _NODE
        order[found] = -1
        found, row, left = _look(self._two, node, word, np.flatnonzero(order == 1))
        costs[found] += self._two_cost[row]
        after[found] = self._two_state[row]
        costs[left] += self._one_weight[node[left]]
        order[found] = -1
        rest = np.flatnonzero(order >= 0)
        one = self._one[word[rest]]
        costs[rest] += self.alone(word[rest])
        after[rest] = np.where(one >= 0, (1 << _ORDER) | one, START)
        shape = len(states), len(words)
        return costs.reshape(shape), after.reshape(shape)


def _look(
    keys: Numbers, nodes: Numbers, words: Numbers, places: Numbers
) -> tuple[Numbers, Numbers, Numbers]:
    """Of `places`, those whose node has the word among its children, which child, and the rest."""
    wanted = nodes[places] << WORD_BITS | words[places]
    row = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    hit = keys[row] == wanted
    return places[hit], row[hit], places[~hit]


def _keys(parents: NDArray[np.uint32], children: NDArray[np.uint32]) -> Numbers:
    """Parent and word of every child in one number, in their order; the last node only ends."""
    counts = np.maximum(np.diff(_children(parents)), 0)
    parent = np.repeat(np.arange(len(counts)), counts)
    keys: Numbers = parent << WORD_BITS | _word(children[: len(parent)])
    return keys


def _children(nodes: NDArray[np.uint32]) -> Numbers:
    """Where the children of each node begin."""
    return (nodes[:, 1] >> 16 | (nodes[:, 2] >> 25) << 16).astype(np.int64)


def _next(packed: NDArray[np.uint32]) -> Numbers:
    """The state to go on from."""
    return (packed >> 23 & 3).astype(np.int64) << _ORDER | (packed & 0x7FFFFF).astype(np.int64)


def _word(nodes: NDArray[np.uint32]) -> Numbers:
    return (nodes[:, 0] & (1 << WORD_BITS) - 1).astype(np.int64)


def _cost(packed: NDArray[np.uint32]) -> Costs:
    costs: Costs = -np.log(np.maximum(packed.view(np.float32), np.float32(1e-12)))
    return costs


def _words(packed: bytes) -> list[str]:
    count, _, begin = (int(number) for number in np.frombuffer(packed, np.uint32, 3))
    words = packed[begin:].decode("utf-32-le").split("\0")
    if len(words) < count:
        raise ModelError("the list of words is shorter than it says")
    return words[:count]
