"""Training linear models: the only place that imports scikit-learn."""

import math
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, diags_array
from sklearn.linear_model import LogisticRegression

from nlu.classifier.features import Blocks
from nlu.classifier.linear import Linear

SEED = 20260101
THIRD = 3
FACTORS = np.geomspace(0.1, 10, 80)
FEWEST = 2
"""A feature seen in fewer examples says nothing about the next one."""
SHARE = 1 / 3000
"""Of many examples a feature has to be seen in more, so that a model does not grow with them."""

Labelled = Sequence[tuple[Blocks, str]]
"""What is seen of texts, with their labels."""


@dataclass(frozen=True)
class Recipe:
    """How a model is trained, as found best by cross-validation on what is not reported.

    `strength` is liblinear's C. `telling` is what a feature weighs that is as common under a label
    as elsewhere, where the most telling weigh 1 more; None weighs all alike. `sharpness` is given
    where it comes out alike each time: to find it takes as long as the training itself.
    """

    strength: float
    telling: float | None
    sharpness: float | None = None


INTENT = Recipe(strength=20, telling=None, sharpness=1.25)


def train(
    recipe: Recipe, examples: Labelled, phrases: Labelled = (), sharpness: float | None = None
) -> Linear:
    """Logistic regression, one label against the rest, over tf-idf.

    `phrases` are words with their labels: learned from, but confidences are set on held-back
    `examples` alone, unless `sharpness` is known. Raises ValueError for fewer than two labels.
    """
    everything = [*examples, *phrases]
    names = tuple(sorted({label for _, label in everything}))
    if len(names) < 2:  # noqa: PLR2004
        raise ValueError(f"two labels are needed to tell apart, there are {len(names)}")
    texts = [views for views, _ in everything]
    bare = _vocabulary(names, texts)
    matrix = _matrix(bare, texts)
    wanted = np.array([names.index(label) for _, label in everything])
    weights, bias = _fit(recipe, matrix, wanted, len(names))
    sharpness = sharpness or recipe.sharpness
    if sharpness is None:
        sharpness = _sharpness(recipe, matrix, wanted, len(names), len(examples))
    return Linear(names, bare.vocabulary, bare.idf, weights, bias, sharpness)


def _vocabulary(names: tuple[str, ...], texts: Sequence[Blocks]) -> Linear:
    """A model that knows its features and nothing about them."""
    seen: Counter[str] = Counter()
    for views in texts:
        for counts in views:
            seen.update(counts.keys())
    fewest = max(FEWEST, round(SHARE * len(texts)))
    known = [name for name, times in seen.items() if times >= fewest]
    idf = np.array([math.log((1 + len(texts)) / (1 + seen[name])) + 1 for name in known])
    empty = np.zeros((len(known), len(names)), np.float32)
    vocabulary = {name: place for place, name in enumerate(known)}
    return Linear(names, vocabulary, idf.astype(np.float32), empty, empty[:0], 1.0)


def _matrix(model: Linear, texts: Sequence[Blocks]) -> Any:
    vectors = [model.vector(views) for views in texts]
    ends = np.cumsum([0, *(len(places) for places, _ in vectors)])
    columns = np.concatenate([np.array(places, np.int32) for places, _ in vectors])
    values = np.concatenate([values for _, values in vectors]).astype(np.float64)
    return csr_matrix((values, columns, ends), shape=(len(texts), len(model.vocabulary)))


def _fit(recipe: Recipe, matrix: Any, wanted: Any, labels: int) -> tuple[Any, Any]:
    """Weights [features, labels] and bias [labels]. liblinear's dual is ten times faster here than
    lbfgs over all labels at once, and no less accurate."""
    weights = np.zeros((matrix.shape[1], labels), np.float32)
    bias = np.full(labels, -10.0, np.float32)
    matrix.sum_duplicates()
    present = matrix.astype(bool).astype(np.float64) if recipe.telling is not None else None

    def fit(label: int) -> None:
        mine = wanted == label
        if not mine.any() or mine.all():
            return
        factors = np.ones(matrix.shape[1])
        if present is not None:
            factors = recipe.telling + _telling(present, mine)
        model = LogisticRegression(
            C=recipe.strength,
            class_weight="balanced",
            solver="liblinear",
            dual=True,
            tol=0.1,
            max_iter=1000,
            random_state=SEED,
        )
        model.fit(matrix @ diags_array(factors), mine)
        weights[:, label], bias[label] = model.coef_[0] * factors, model.intercept_[0]

    with ThreadPoolExecutor() as pool:  # liblinear lets other threads run
        list(pool.map(fit, range(labels)))
    return weights, bias


def _telling(present: Any, mine: Any) -> Any:
    """How much each feature tells of a label, 0 to 1: how far apart its shares under the label and
    elsewhere are, on a log scale (Wang and Manning 2012, Baselines and Bigrams)."""
    here, elsewhere = mine @ present + 1, ~mine @ present + 1
    apart = np.abs(np.log(here / here.sum()) - np.log(elsewhere / elsewhere.sum()))
    return apart / apart.max()


def _held_back(wanted: Any) -> Any:
    """Which examples to hold back: every third of each label that has three, in a fixed shuffle."""
    held = np.zeros(len(wanted), bool)
    for label in np.unique(wanted):
        mine = np.flatnonzero(wanted == label)
        if len(mine) >= THIRD:
            held[np.random.default_rng(SEED).permutation(mine)[::THIRD]] = True
    return held


def _sharpness(recipe: Recipe, matrix: Any, wanted: Any, labels: int, examples: int) -> float:
    """The factor on the scores under which confidences on held-back examples are likeliest."""
    held = np.zeros(len(wanted), bool)
    held[:examples] = _held_back(wanted[:examples])
    if not held.any():
        return 1.0
    weights, bias = _fit(recipe, matrix[~held], wanted[~held], labels)
    scores = matrix[held] @ weights + bias
    right = (np.arange(len(scores)), wanted[held])

    def surprise(factor: float) -> float:
        scaled = scores * factor
        top = scaled.max(axis=1, keepdims=True)
        totals = np.log(np.exp(scaled - top).sum(axis=1)) + top[:, 0]
        return float((totals - scaled[right]).mean())

    return float(min(FACTORS, key=surprise))
