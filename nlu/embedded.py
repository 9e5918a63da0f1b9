"""The engine that lives in our own process: linear models over words and characters.

A trained model is cached under the hash of everything that shaped it, so it is trained once. The
start from the cache imports no scikit-learn.
"""

import functools
import hashlib
import io
import logging
import shutil
import time
import zipfile
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import numpy as np

from data.reference import topics
from nlu import examples, linear
from nlu.engine import Guess
from nlu.examples import Example
from nlu.features import features
from nlu.phrases import phrases
from nlu.understanding import Intent, IntentName, Topic
from nlu.words import Words, write_whole

VERSION = "1"
"""Raise it when features or training change, so that old models are not taken for new ones."""
MODELS = ("intent", "topic")
LEARNED_FROM = ("divisions.csv", "topics.csv", "topic_words.csv", "jurisdiction.csv")
"""The reference tables whose words shape a model."""
MOST_TOPICS = 3
OLD_SECONDS = 24 * 3600
_log = logging.getLogger(__name__)
_DAMAGED = (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile)


class Embedded:
    """Intents and first-level topics by two linear models."""

    def __init__(self, words: Words, intents: linear.Linear, subjects: linear.Linear) -> None:
        self._words = words
        self._intents = intents
        self._subjects = subjects
        self._nodes = {"/".join(node.path): node for node in topics.load().all}
        self.cut = words.cut
        self.frequency = words.frequency

    def classify(self, text: str) -> Guess:
        """The likeliest intents, and at most three topics, best first."""
        counts = features(text, self._words)
        intents = [Intent(IntentName(n), c) for n, c in self._intents.confidences(counts)]
        subjects = self._subjects.confidences(counts)[:MOST_TOPICS]
        return Guess(tuple(intents), tuple(self._topic(*subject) for subject in subjects))

    def _topic(self, label: str, confidence: float) -> Topic:
        node = self._nodes[label]
        return Topic(node.code, node.name, node.path, confidence)


def start(cache: Path) -> Embedded:
    """The engine from its cache; trained first when there is none, or it is damaged."""
    paths = examples.files()
    folder = cache / f"embedded-{fingerprint(paths)}"
    try:
        return _read(folder)
    except FileNotFoundError:
        pass
    except _DAMAGED as error:
        _log.warning("the cached model in %s is damaged (%s), training anew", folder, error)
        shutil.rmtree(folder, ignore_errors=True)
    engine = fit(examples.read(paths), folder)
    _forget_others(folder)
    return engine


def fingerprint(paths: Sequence[Path]) -> str:
    """A hash of the training files, our reference tables, the engine and what it trains with."""
    state = hashlib.sha256(f"{VERSION} {version('scikit-learn')} {version('jieba')}".encode())
    for path in (*paths, *(topics.FOLDER / name for name in LEARNED_FROM)):
        state.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return state.hexdigest()[:16]


def fit(training: Sequence[Example], folder: Path) -> Embedded:
    """Train on examples and keep the models in `folder`. Raises ValueError without two intents."""
    from nlu.training import train  # noqa: PLC0415  (0.8 s of imports that a cached start spares)

    words = Words(folder)

    @functools.cache
    def seen(text: str) -> Counter[str]:
        return features(text, words)

    intents = train([(e.text, str(e.intent)) for e in training], seen)
    topic = train(
        [(e.text, e.topic[0]) for e in training if e.topic],
        seen,
        [(phrase, node.path[0]) for phrase, node in phrases()],
    )
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **intents.arrays("intent"), **topic.arrays("topic"))
    write_whole(folder / "models.npz", buffer.getvalue())
    return Embedded(words, intents, topic)


def _read(folder: Path) -> Embedded:
    intents, subjects = linear.load(folder / "models.npz", MODELS)
    return Embedded(Words(folder), intents, subjects)


def _forget_others(folder: Path) -> None:
    """Remove models of other times. One of today may be in training in another process."""
    for old in folder.parent.glob("embedded-*"):
        if old != folder and time.time() - old.stat().st_mtime > OLD_SECONDS:
            shutil.rmtree(old, ignore_errors=True)
