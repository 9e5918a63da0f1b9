"""Training both models of the topic tree."""

from nlu.classifier.training import Labelled, Recipe, train
from nlu.topic.classifier import SEPARATOR, Paths, Subjects

TOPIC = Recipe(strength=10, telling=0.2, sharpness=1.46)
HISTORY = Recipe(strength=60, telling=0.2)
"""For thousands of long messages beside our own examples."""


def train_subjects(
    recipe: Recipe,
    examples: Paths,
    phrases: Paths = (),
    like: Subjects | None = None,
) -> Subjects:
    """Both models of the topic tree, from paths of one level or more; `recipe` is the first one's.

    `like` is a model as sharp as these will be. Raises ValueError as `train` does.
    """
    first, second = (like.first.sharpness, like.second.sharpness) if like else (None, None)
    return Subjects(
        train(recipe, _at(1, examples), _at(1, phrases), first),
        train(TOPIC, _at(2, examples), _at(2, phrases), second),
    )


def _at(level: int, examples: Paths) -> Labelled:
    return [(views, SEPARATOR.join(path[:level])) for views, path in examples if path[level - 1 :]]
