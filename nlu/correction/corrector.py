"""A second look at what was heard: other readings are proposed, and the recogniser is asked."""

import math
import re
from collections.abc import Callable, Iterable, Sequence
from difflib import SequenceMatcher

from nlu.correction.lattice import Lattice
from nlu.correction.lexicon import distance

Judge = Callable[[Sequence[str]], Sequence[float]]
"""How likely each text is given the sound: natural logarithms, all of one utterance."""

LANGUAGE = 0.9
"""How much a nat of language counts beside a nat of the recogniser."""
FAITHFUL = 4.0
"""Nats that a text pays for each syllable by which it sounds other than what was heard first. A
recogniser hears sounds better than it writes words: a text of other sounds is seldom right."""
FIRST = 1.0
"""Nats that what was heard first has in advance."""
SCALES = (0.5, 1.0)
MOST_HEARD, MOST_JUDGED = 4, 8
CHARACTERS_JUDGED = 400
"""A judgement takes as long as the text, and she waits for it: of long ones fewer are weighed."""
SLIP = 1
"""Characters by which two hearings of the same may differ in length."""
_BREATH = re.compile("^[一以也而的][，、]?(?=.)")
"""What a recogniser makes of a breath before the first word; of words that begin so it is far
surer. 不 is not among them, whatever it hears: a no must not become a yes."""
_SAID = re.compile(r"[\W_]+")


class Corrector:
    """Puts a hearing right, or leaves it."""

    def __init__(self, lattice: Lattice) -> None:
        self._lattice = lattice

    def __call__(self, heard: Sequence[str], judge: Judge) -> str:
        """The likeliest text by sound and by language; `heard` is what was written, best first.

        Every text that is weighed is judged by the recogniser: what does not fit the sound never
        wins, however well it reads.
        """
        heard = _different(heard)[:MOST_HEARD]
        choice = _Choice(self._lattice, judge, heard[0])
        choice.weigh(heard)
        choice.weigh(self._proposals(heard))
        choice.weigh(_mixed(choice.best, choice.texts, heard))
        choice.weigh([_BREATH.sub("", choice.best)])
        return choice.best

    def _proposals(self, heard: Sequence[str]) -> Iterable[str]:
        for text in heard:
            arcs = self._lattice.arcs(text)
            for scale in SCALES:
                yield self._lattice.best(text, arcs, scale)


class _Choice:
    """Texts and how good each is."""

    def __init__(self, lattice: Lattice, judge: Judge, first: str) -> None:
        self._lattice, self._judge, self._first = lattice, judge, first
        self._spoken = {first, _BREATH.sub("", first)}
        self._weights: dict[str, float] = {}

    @property
    def texts(self) -> list[str]:
        return list(self._weights)

    @property
    def best(self) -> str:
        return max(self._weights, key=self._weights.__getitem__)

    def weigh(self, texts: Iterable[str]) -> None:
        """Those that may still win, the likeliest first, as far as they were not weighed yet."""
        new = {text: self._unheard(text) for text in texts if text not in self._weights}
        left = CHARACTERS_JUDGED // max(1, *map(len, new)) if new else 0
        left = max(MOST_HEARD, min(MOST_JUDGED, left))
        for text in sorted(new, key=new.__getitem__, reverse=True):
            # The recogniser's logarithm is at most 0, so whoever is behind without it stays behind.
            if left and new[text] > max(self._weights.values(), default=-math.inf):
                self._weights[text] = new[text] + self._judge([text])[0]
                left -= 1
            else:
                self._weights[text] = -math.inf

    def _unheard(self, text: str) -> float:
        """What speaks for a text before the recogniser is asked."""
        trust = FIRST
        if text != self._first:
            trust = -FAITHFUL * min(apart(spoken, text) for spoken in self._spoken)
        return trust - LANGUAGE * self._lattice.cost(text)


def apart(one: str, other: str) -> float:
    """By how many syllables two texts sound different; marks are silent."""
    one, other = _SAID.sub("", one), _SAID.sub("", other)
    row = [float(n) for n in range(len(other) + 1)]
    for i, heard in enumerate(one, 1):
        before, row[0] = row[0], float(i)
        for j, meant in enumerate(other, 1):
            swapped = before + distance(heard, meant)
            before, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, swapped)
    return row[-1]


def _different(heard: Sequence[str]) -> list[str]:
    """Each text once, whatever its marks. A judge does not know that more was said than a short
    text has, so none may leave out what the first has."""
    first: dict[str, str] = {}
    for text in heard:
        first.setdefault(_SAID.sub("", text), text)
    least = len(next(iter(first), "")) - SLIP
    return [text for said, text in first.items() if len(said) >= least]


def _mixed(best: str, texts: Iterable[str], heard: Sequence[str]) -> Iterable[str]:
    """The best text with one part as another text has it."""
    for text in texts:
        for kind, a, b, c, d in SequenceMatcher(None, best, text, autojunk=False).get_opcodes():
            fits = b - a == d - c or (text in heard and abs(b - a - d + c) <= SLIP)
            if kind != "equal" and fits:
                yield best[:a] + text[c:d] + best[b:]
