"""Training the embedded engine's models: the only place that imports scikit-learn."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from nlu.linear import Linear

SEED = 20260101
FOLDS = 3
STRENGTH = 10.0
FEWEST = 2
"""A feature seen in fewer examples says nothing about the next one."""


def train(
    texts: Sequence[str],
    labels: Sequence[str],
    features: Callable[[str], Counter[str]],
    strength: float = STRENGTH,
) -> Linear:
    """Logistic regression over tf-idf of `features`, with confidences set on held-out folds.

    Raises ValueError for fewer than two labels.
    """
    names = tuple(sorted(set(labels)))
    counts = [features(text) for text in texts]
    seen = Counter(name for count in counts for name in count)
    vocabulary = {name: i for i, name in enumerate(n for n, k in seen.items() if k >= FEWEST)}
    known = list(vocabulary)
    idf = np.array([math.log((1 + len(texts)) / (1 + seen[name])) + 1 for name in known])
    empty = np.zeros((len(known), len(names)), np.float32)
    bare = Linear(names, vocabulary, idf.astype(np.float32), empty, empty[0], 1.0)
    matrix = _matrix(bare, counts)
    wanted = np.array([names.index(label) for label in labels])
    weights, bias = _fit(matrix, wanted, len(names), strength)
    sharpness = _sharpness(matrix, wanted, len(names), strength)
    return Linear(names, vocabulary, bare.idf, weights, bias, sharpness)


def _matrix(model: Linear, counts: Sequence[Counter[str]]) -> Any:
    rows, columns, values = [], [], []
    for row, count in enumerate(counts):
        if not count.keys() & model.vocabulary.keys():
            continue
        places, vector = model.vector(count)
        rows += [row] * len(places)
        columns += places
        values += vector.tolist()
    shape = (len(counts), len(model.vocabulary))
    return csr_matrix((values, (rows, columns)), shape=shape, dtype=np.float64)


def _fit(matrix: Any, wanted: Any, labels: int, strength: float) -> tuple[Any, Any]:
    model = LogisticRegression(C=strength, class_weight="balanced", max_iter=200, tol=1e-3)
    model.fit(matrix, wanted)
    weights, bias = model.coef_.T, model.intercept_
    if labels == 2:  # noqa: PLR2004  (scikit-learn keeps one column for two labels)
        weights, bias = np.hstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
    return weights.astype(np.float32), bias.astype(np.float32)


def _sharpness(matrix: Any, wanted: Any, labels: int, strength: float) -> float:
    """The factor on the scores under which held-out confidences are likeliest."""
    if min(np.bincount(wanted, minlength=labels)) < FOLDS:
        return 1.0
    scores = np.zeros((len(wanted), labels))
    for inside, outside in StratifiedKFold(FOLDS, shuffle=True, random_state=SEED).split(
        matrix, wanted
    ):
        weights, bias = _fit(matrix[inside], wanted[inside], labels, strength)
        scores[outside] = matrix[outside] @ weights + bias

    def surprise(factor: float) -> float:
        scaled = scores * factor
        top = scaled.max(axis=1, keepdims=True)
        totals = np.log(np.exp(scaled - top).sum(axis=1)) + top[:, 0]
        return float((totals - scaled[np.arange(len(wanted)), wanted]).mean())

    return float(minimize_scalar(surprise, bounds=(0.2, 5.0), method="bounded").x)
