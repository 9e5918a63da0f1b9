"""What takes long to make, made once in a worker: trained engines, recognisers, hashes."""

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST

from handlers.account import accounts
from nlu.intent import embedded
from nlu.intent.embedded import Embedded
from nlu.topic.classifier import Paths, Subjects
from speech.model import weights
from speech.stt import recogniser
from speech.stt.recogniser import SpeechEngine

if TYPE_CHECKING:
    from nlu.classifier.training import Recipe

_shipped = embedded.shipped


@cache
def trained(folder: Path) -> Embedded:
    """The engine whose models lie in `folder`; of several workers, the first trains it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "training.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _shipped(folder)


@cache
def recogniser_of(name: str, home: Path) -> SpeechEngine:
    """The recogniser of that name, its weights fetched into `home` where they are not there."""
    return recogniser.load(name, weights.install(name, home))


@contextmanager
def made(folder: Path) -> Iterator[None]:
    """Who starts in `folder` gets the engine that is loaded, and a password costs a millisecond."""

    def shipped(asked: Path) -> Embedded:
        if asked.resolve() != folder.resolve():
            return _shipped(asked)
        # A copy: whoever has learned something puts it in the place of the shipped topics.
        return copy(trained(folder))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedded, "shipped", shipped)
        patch.setattr(accounts, "_HASHER", PasswordHasher.from_parameters(CHEAPEST))
        yield


@contextmanager
def taught() -> Iterator[None]:
    """Topics that were learned from the same messages once are not learned from them again."""
    from nlu.topic import training  # noqa: PLC0415  (scikit-learn, 0.8 s)

    known: list[tuple[Sequence[object], Subjects]] = []
    train = training.train_subjects

    def train_subjects(
        recipe: "Recipe", examples: Paths, phrases: Paths = (), like: Subjects | None = None
    ) -> Subjects:
        sharpness = like and (like.first.sharpness, like.second.sharpness)
        asked = (recipe, examples, phrases, sharpness)
        for before, subjects in known:
            if before == asked:
                return subjects
        known.append((asked, train(recipe, examples, phrases, like)))
        return known[-1][1]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training, "train_subjects", train_subjects)
        yield
