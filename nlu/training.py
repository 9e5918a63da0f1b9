"""Training the embedded engine's models: the only place that imports scikit-learn."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from nlu.linear import Linear

SEED = 20260101
THIRD = 3
FACTORS = np.geomspace(0.1, 10, 80)
STRENGTH = 10.0
FEWEST = 2
"""A feature seen in fewer examples says nothing about the next one."""

Labelled = Sequence[tuple[str, str]]
"""Texts with their labels."""


def train(
    examples: Labelled, features: Callable[[str], Counter[str]], phrases: Labelled = ()
) -> Linear:
    """Logistic regression, one label against the rest, over tf-idf of `features`.

    `phrases` are words with their labels: learned from, but confidences are set on held-back
    `examples` alone. Raises ValueError for fewer than two labels.
    """
    everything = [*examples, *phrases]
    names = tuple(sorted({label for _, label in everything}))
    if len(names) < 2:  # noqa: PLR2004
        raise ValueError(f"two labels are needed to tell apart, there are {len(names)}")
    counts = [features(text) for text, _ in everything]
    seen = Counter(name for count in counts for name in count)
    known = [name for name, times in seen.items() if times >= FEWEST]
    idf = np.array([math.log((1 + len(counts)) / (1 + seen[name])) + 1 for name in known])
    empty = np.zeros((len(known), len(names)), np.float32)
    vocabulary = {name: place for place, name in enumerate(known)}
    bare = Linear(names, vocabulary, idf.astype(np.float32), empty, empty[0], 1.0)
    matrix = _matrix(bare, counts)
    wanted = np.array([names.index(label) for _, label in everything])
    weights, bias = _fit(matrix, wanted, len(names))
    sharpness = _sharpness(matrix, wanted, len(names), len(examples))
    return Linear(names, vocabulary, bare.idf, weights, bias, sharpness)


def _matrix(model: Linear, counts: Sequence[Counter[str]]) -> Any:
    rows: list[int] = []
    columns: list[int] = []
    values: list[float] = []
    for row, count in enumerate(counts):
        if not count.keys().isdisjoint(model.vocabulary):
            places, vector = model.vector(count)
            rows += [row] * len(places)
            columns += places
            values += vector.tolist()
    shape = (len(counts), len(model.vocabulary))
    return csr_matrix((values, (rows, columns)), shape=shape, dtype=np.float64)


def _fit(matrix: Any, wanted: Any, labels: int) -> tuple[Any, Any]:
    """Weights [features, labels] and bias [labels]. liblinear's dual is ten times faster here than
    lbfgs over all labels at once, and no less accurate."""
    weights = np.zeros((matrix.shape[1], labels), np.float32)
    bias = np.full(labels, -10.0, np.float32)

    def fit(label: int) -> None:
        mine = wanted == label
        if mine.any() and not mine.all():
            model = LogisticRegression(
                C=STRENGTH,
                class_weight="balanced",
                solver="liblinear",
                dual=True,
                tol=0.1,
                max_iter=1000,
                random_state=SEED,
            )
            model.fit(matrix, mine)
            weights[:, label], bias[label] = model.coef_[0], model.intercept_[0]

    with ThreadPoolExecutor() as pool:  # liblinear lets other threads run
        list(pool.map(fit, range(labels)))
    return weights, bias


def _held_back(wanted: Any) -> Any:
    """Which examples to hold back: every third of each label, in a fixed shuffle."""
    held = np.zeros(len(wanted), bool)
    for label in np.unique(wanted):
        mine = np.flatnonzero(wanted == label)
        held[np.random.default_rng(SEED).permutation(mine)[::THIRD]] = True
    return held


def _sharpness(matrix: Any, wanted: Any, labels: int, examples: int) -> float:
    """The factor on the scores under which confidences on held-back examples are likeliest."""
    if min(np.bincount(wanted[:examples], minlength=labels)) < THIRD:
        return 1.0
    held = np.zeros(len(wanted), bool)
    held[:examples] = _held_back(wanted[:examples])
    weights, bias = _fit(matrix[~held], wanted[~held], labels)
    scores = matrix[held] @ weights + bias
    right = (np.arange(len(scores)), wanted[held])

    def surprise(factor: float) -> float:
        scaled = scores * factor
        top = scaled.max(axis=1, keepdims=True)
        totals = np.log(np.exp(scaled - top).sum(axis=1)) + top[:, 0]
        return float((totals - scaled[right]).mean())

    return float(min(FACTORS, key=surprise))
