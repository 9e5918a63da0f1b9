"""The words that are known, and how residents use them: what the lattice is made of."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np

from data.own_place import OwnPlace
from data.reference.place import divisions
from data.reference.place.divisions import DivisionLevel
from nlu.correction.bigrams import Bigrams
from nlu.correction.corrector import Corrector
from nlu.correction.lattice import Lattice
from nlu.correction.lexicon import LONGEST, Lexicon
from nlu.correction.trigrams import WORD_BITS, Costs, Trigrams
from nlu.intent import examples

PRICES = {DivisionLevel.DISTRICT: 9.0, DivisionLevel.STREET: 9.0}
"""Nats for the name of a division: about as likely as one street in two hundred, in the half of
all matters that name one."""
OTHER_PRICE = 12.0
UNKNOWN_PRICE = 14.0
_STRANGE = 20.0
_UNKNOWN = 1 << (WORD_BITS - 1)
_PIECES = re.compile("[一-鿿㐀-䶿]+|.")
_HAN = re.compile("[一-鿿㐀-䶿]+")
_SAID = Path(__file__).with_name("said.txt")
"""Sentences as residents say them, in our own words, one a line."""
MOST_TAUGHT = 300_000
"""Characters of what a station taught that count, the newest first: two seconds of a start."""
_STREET_TIMES = 3
"""How often a street counts as said; every one is somebody's."""


def load(folder: Path, own: Iterable[OwnPlace] = (), taught: Sequence[str] = ()) -> Corrector:
    """A corrector on the model in `folder`, with a station's own places and what it was taught,
    the newest last.

    Takes some seconds. Raises nlu.correction.trigrams.ModelError, OSError.
    """
    trigrams = Trigrams(folder)
    numbers = {word: n for n, word in enumerate(trigrams.words) if word and trigrams.knows(n)}
    prices = np.zeros(1 << WORD_BITS, np.float32)
    prices[_UNKNOWN] = UNKNOWN_PRICE
    new = {name: price for name, price in _names(own).items() if name not in numbers}
    for number, (name, price) in enumerate(new.items(), _UNKNOWN + 1):
        numbers[name] = number
        prices[number] = price
    said = [example.text for example in examples.read(examples.files())]
    said += _SAID.read_text(encoding="utf-8").splitlines()
    streets = [d.name for d in divisions.load().all if d.level == DivisionLevel.STREET]
    cut = _Cut(trigrams, numbers, prices)
    bigrams = Bigrams(
        [cut.words(text) for text in (*said, *streets * _STREET_TIMES, *_newest(taught))],
        len(prices),
    )
    return Corrector(Lattice(trigrams, bigrams, Lexicon(numbers), prices, _UNKNOWN))


def _newest(texts: Sequence[str]) -> Iterator[str]:
    room = MOST_TAUGHT
    for text in reversed(texts):
        room -= len(text)
        if room < 0:
            return
        yield text


def _names(own: Iterable[OwnPlace]) -> dict[str, float]:
    names = {place.name: OTHER_PRICE for place in own}
    names |= {d.name: PRICES.get(d.level, OTHER_PRICE) for d in divisions.load().all}
    return {name: price for name, price in names.items() if _is_word(name)}


def _is_word(name: str) -> bool:
    return len(name) <= LONGEST and _HAN.fullmatch(name) is not None


class _Cut:
    """Cuts texts into words, the likeliest each by itself."""

    def __init__(self, trigrams: Trigrams, numbers: Mapping[str, int], prices: Costs) -> None:
        every = np.fromiter(numbers.values(), np.int64)
        costs = np.where(prices[every] > 0, prices[every], trigrams.alone(every))
        self._costs = dict(zip(numbers, costs.tolist(), strict=True))
        self._numbers = numbers

    def words(self, text: str) -> list[int]:
        """The numbers of its words; a character in no word is unknown."""
        pieces = (self._run(piece) for piece in _PIECES.findall(text))
        return [self._numbers.get(word, _UNKNOWN) for piece in pieces for word in piece]

    def _run(self, text: str) -> list[str]:
        best: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, len(text) + 1):
            begins = range(max(0, end - LONGEST), end)
            best.append(min((best[b][0] + self._cost(text[b:end]), b) for b in begins))
        words: list[str] = []
        end = len(text)
        while end:
            begin = best[end][1]
            words.append(text[begin:end])
            end = begin
        return words[::-1]

    def _cost(self, word: str) -> float:
        return float(self._costs.get(word, _STRANGE if len(word) == 1 else math.inf))
