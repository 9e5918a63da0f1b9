"""A linear classifier as plain arrays: trained elsewhere, read back without scikit-learn."""

import math
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Linear:
    """Weights over a vocabulary, one column a label.

    `idf` [features], `weights` [features, labels], `bias` [labels]; `sharpness` turns scores into
    confidences that are right as often as they say.
    """

    labels: tuple[str, ...]
    vocabulary: dict[str, int]
    idf: Floats
    weights: Floats
    bias: Floats
    sharpness: float

    def vector(self, counts: Counter[str]) -> tuple[list[int], Floats]:
        """Places and unit-length values of the features this model knows."""
        known = [
            (self.vocabulary[name], n) for name, n in counts.items() if name in self.vocabulary
        ]
        places = [place for place, _ in known]
        values = np.array([1 + math.log(n) for _, n in known], dtype=np.float32) * self.idf[places]
        return places, values / (float(np.linalg.norm(values)) or 1.0)

    def scores(self, counts: Counter[str]) -> Floats:
        """The raw score of each label."""
        if not counts.keys() & self.vocabulary.keys():
            return self.bias
        places, values = self.vector(counts)
        return values @ self.weights[places] + self.bias

    def confidences(self, counts: Counter[str]) -> list[tuple[str, float]]:
        """All labels with their confidences, which add up to 1, best first."""
        scores = self.scores(counts).astype(np.float64) * self.sharpness
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        order = np.argsort(-shares, kind="stable")
        return [(self.labels[i], float(shares[i])) for i in order]

    def arrays(self, prefix: str) -> dict[str, NDArray[Any]]:
        """Everything as named arrays, for one .npz file that holds several models."""
        return {
            f"{prefix}.labels": np.array("\n".join(self.labels)),
            f"{prefix}.vocabulary": np.frombuffer("\n".join(self.vocabulary).encode(), np.uint8),
            f"{prefix}.idf": self.idf,
            f"{prefix}.weights": self.weights.astype(np.float16),
            f"{prefix}.bias": self.bias,
            f"{prefix}.sharpness": np.array(self.sharpness),
        }


def load(path: Path, prefixes: tuple[str, ...]) -> tuple[Linear, ...]:
    """The models of an .npz file. Raises KeyError, ValueError, OSError or BadZipFile if damaged."""
    with np.load(path, allow_pickle=False) as file:
        return tuple(_one(file, prefix) for prefix in prefixes)


def _one(file: Any, prefix: str) -> Linear:
    names = file[f"{prefix}.vocabulary"].tobytes().decode().split("\n")
    return Linear(
        labels=tuple(str(file[f"{prefix}.labels"]).split("\n")),
        vocabulary={name: place for place, name in enumerate(names)},
        idf=file[f"{prefix}.idf"],
        weights=file[f"{prefix}.weights"].astype(np.float32),
        bias=file[f"{prefix}.bias"],
        sharpness=float(file[f"{prefix}.sharpness"]),
    )
