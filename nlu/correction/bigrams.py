"""How residents put it: pairs of words from our own examples and from what a station taught us."""

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from nlu.correction.trigrams import WORD_BITS, Numbers

Odds = NDArray[np.float32]


class Bigrams:
    """Smoothed after Witten and Bell 1991: a word that was followed by many others leaves more room
    for one that it was never followed by."""

    def __init__(self, sentences: Iterable[Sequence[int]], words: int) -> None:
        """`sentences` are numbers of words below `words`; 0 stands for their beginning."""
        singles: Counter[int] = Counter()
        pairs: Counter[tuple[int, int]] = Counter()
        for sentence in sentences:
            singles.update(sentence)
            pairs.update(zip((0, *sentence), sentence, strict=False))
        self._alone = np.zeros(words, np.float32)
        total = sum(singles.values()) + len(singles)
        for word, count in singles.items():
            self._alone[word] = count / total
        self._seen = np.zeros(words, np.float32)
        self._kinds = np.zeros(words, np.float32)
        for (before, _), count in pairs.items():
            self._seen[before] += count
            self._kinds[before] += 1
        order = sorted(
            (before << WORD_BITS | word, count) for (before, word), count in pairs.items()
        )
        self._keys = np.array([key for key, _ in order], np.int64)
        self._counts = np.array([count for _, count in order], np.float32)

    def after(self, before: Numbers, words: Numbers) -> Odds:
        """How likely each of `words` is after each of `before`: [before, words]."""
        alone = np.broadcast_to(self._alone[words], (len(before), len(words)))
        if not len(self._keys):
            return alone
        wanted = before[:, None] << WORD_BITS | words[None, :]
        row = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        counts = np.where(self._keys[row] == wanted, self._counts[row], np.float32(0))
        kinds = self._kinds[before][:, None]
        seen = self._seen[before][:, None] + kinds
        smooth = (counts + kinds * alone) / np.maximum(seen, np.float32(1))
        odds: Odds = np.where(seen > 0, smooth, alone)
        return odds
