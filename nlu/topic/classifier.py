"""What a text is about: a model of the first level of the topic tree, and one of the second."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from data.reference.matter import topics
from nlu.classifier import linear
from nlu.classifier.features import Blocks
from nlu.classifier.linear import Linear
from nlu.understanding import Topic

MODELS = ("topic", "second")
MOST = 3
CLEAR = 0.5
"""A second level is named when it is this likely, once the first is given."""
SEPARATOR = "/"

Paths = Sequence[tuple[Blocks, tuple[str, ...]]]
"""What is seen of texts, with the paths of their topics."""


@dataclass(frozen=True)
class Subjects:
    """The two models. `second` has labels such as 城乡建设/城市建设和市政管理."""

    first: Linear
    second: Linear

    def topics(self, views: Blocks) -> tuple[Topic, ...]:
        """At most three topics with different first levels, best first.

        Each is named as deep as it is clear and stays ahead of the next; its confidence is that of
        all it names.
        """
        best = self.first.confidences(views)[: MOST + 1]
        deeper = self.second.shares(views)
        found = []
        for (name, sure), (_, following) in zip(best[:MOST], [*best[1:], ("", 0.0)], strict=False):
            path, share = self._deeper(name, deeper)
            if share < CLEAR or sure * share < following:
                path, share = (name,), 1.0
            node = topics.load().by_path[path]
            found.append(Topic(node.code, node.name, node.path, sure * share))
        return tuple(found)

    def _deeper(self, first: str, shares: NDArray[np.float64]) -> tuple[tuple[str, ...], float]:
        """The likeliest second level below a first, and how likely it is there."""
        branch = first + SEPARATOR
        below = [i for i, label in enumerate(self.second.labels) if label.startswith(branch)]
        total = float(shares[below].sum()) if below else 0.0
        if not total:
            return (first,), 0.0
        best = max(below, key=lambda i: float(shares[i]))
        return tuple(self.second.labels[best].split(SEPARATOR)), float(shares[best]) / total

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Everything as named arrays, for an .npz file."""
        return {**self.first.arrays(MODELS[0]), **self.second.arrays(MODELS[1])}


def load(path: Path) -> Subjects:
    """The models of an .npz file. Raises what nlu.classifier.linear.load does if it is damaged."""
    return Subjects(*linear.load(path, MODELS))
