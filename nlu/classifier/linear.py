"""A linear classifier as plain arrays: trained elsewhere, read back without scikit-learn."""

import io
import math
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nlu.classifier.features import Blocks
from nlu.text.segmenter import write_whole

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

    def vector(self, blocks: Blocks) -> tuple[list[int], Floats]:
        """Places and values of the features this model knows; each block has length 1."""
        places: list[int] = []
        parts: list[NDArray[Any]] = [np.empty(0)]
        for counts in blocks:
            known = [(self.vocabulary[f], n) for f, n in counts.items() if f in self.vocabulary]
            if known:
                mine = [place for place, _ in known]
                values = self.idf[mine] * [1 + math.log(n) for _, n in known]
                parts.append(values / float(np.linalg.norm(values)))
                places += mine
        return places, np.concatenate(parts).astype(np.float32)

    def scores(self, blocks: Blocks) -> Floats:
        """The raw score of each label."""
        places, values = self.vector(blocks)
        return values @ self.weights[places] + self.bias

    def shares(self, blocks: Blocks) -> NDArray[np.float64]:
        """The confidence of each label; they add up to 1."""
        scores = self.scores(blocks).astype(np.float64) * self.sharpness
        shares: NDArray[np.float64] = np.exp(scores - scores.max())
        shares /= shares.sum()
        return shares

    def confidences(self, blocks: Blocks) -> list[tuple[str, float]]:
        """All labels with their confidences, best first."""
        shares = self.shares(blocks)
        return [(self.labels[i], float(shares[i])) for i in np.argsort(-shares, kind="stable")]

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


def save(path: Path, arrays: dict[str, NDArray[Any]]) -> None:
    """Write models' arrays as one .npz file, whole or not at all."""
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    write_whole(path, buffer.getvalue())


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
