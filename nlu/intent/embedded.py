"""The engine that lives in our own process: linear models over words and characters.

A trained model is cached under the hash of everything that shaped it, so it is trained once. The
start from the cache imports no scikit-learn.
"""

import hashlib
import logging
import shutil
import time
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from importlib.metadata import version
from pathlib import Path

from data.reference import table
from nlu.classifier import linear
from nlu.classifier.features import Blocks, message, sentence
from nlu.classifier.linear import Linear
from nlu.intent import examples
from nlu.intent.engine import Guess, Remote
from nlu.intent.examples import Example
from nlu.text.segmenter import Words
from nlu.topic import classifier
from nlu.topic.classifier import Paths, Subjects
from nlu.topic.history import History, HistoryError
from nlu.topic.phrases import matter_words, phrases
from nlu.understanding import Intent, IntentName

VERSION = "4"
"""Raise it when features or training change, so that old models are not taken for new ones."""
MODELS = "models.npz"
SHAPED_BY = (
    "divisions.csv",
    "aliases.csv",
    "topics.csv",
    "topic_words.csv",
    "jurisdiction.csv",
)
"""The reference tables whose words shape a model."""
OLD_SECONDS = 24 * 3600
_log = logging.getLogger(__name__)
_DAMAGED = (OSError, KeyError, ValueError, EOFError, zipfile.BadZipFile)


class Embedded:
    """Intents and topics by linear models."""

    def __init__(self, words: Words, intents: Linear, subjects: Subjects) -> None:
        self._words = words
        self._intents = intents
        self.subjects = subjects
        self._matters = matter_words(words.cut)
        self.cut = words.cut
        self.frequency = words.frequency

    def see(self, text: str) -> Blocks:
        """What the models see of a text."""
        return message(text, self._words)

    @property
    def in_process(self) -> "Embedded":
        """All of it."""
        return self

    def classify(self, text: str) -> Guess:
        """The likeliest intents, and at most three topics, best first."""
        views = self.see(text)
        seen = sentence(views, self._matters)
        intents = [Intent(IntentName(n), c) for n, c in self._intents.confidences(seen)]
        return Guess(tuple(intents), self.subjects.topics(views))


def start(folder: Path, learned: Path | None = None, _remote: Remote | None = None) -> Embedded:
    """The engine from its cache in `folder`, with the topics that were learned, if any were."""
    engine = shipped(folder)
    history = History(learned) if learned else None
    try:
        engine.subjects = (history.model() if history else None) or engine.subjects
    except HistoryError as error:
        _log.warning("%s: topics as shipped; learn again to have your own", error)
    return engine


def shipped(folder: Path) -> Embedded:
    """The engine as it ships; trained first when there is no cache of it, or a damaged one."""
    paths = examples.files()
    mine = folder / f"embedded-{fingerprint(paths)}"
    try:
        return _read(mine)
    except FileNotFoundError:
        pass
    except _DAMAGED as error:
        _log.warning("the cached model in %s is damaged (%s), training anew", mine, error)
        shutil.rmtree(mine, ignore_errors=True)
    engine = fit(examples.read(paths), mine)
    _forget_others(mine)
    return engine


def fingerprint(paths: Sequence[Path]) -> str:
    """A hash of the training files, our reference tables, the engine and what it trains with."""
    state = hashlib.sha256(f"{VERSION} {version('scikit-learn')} {version('jieba')}".encode())
    for path in (*paths, *(table.OURS / name for name in SHAPED_BY)):
        state.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return state.hexdigest()[:16]


def fit(training: Sequence[Example], folder: Path) -> Embedded:
    """Train on examples and keep the models in `folder`. Raises ValueError without two intents."""
    from nlu.classifier.training import INTENT, train  # noqa: PLC0415  (see above)
    from nlu.topic.training import TOPIC, train_subjects  # noqa: PLC0415

    words = Words(folder)

    @cache
    def see(text: str) -> Blocks:
        return message(text, words)

    matters = matter_words(words.cut)
    intents = train(INTENT, [(sentence(see(e.text), matters), str(e.intent)) for e in training])
    tree = train_subjects(TOPIC, *taught(see, training))
    linear.save(folder / MODELS, {**intents.arrays("intent"), **tree.arrays()})
    return Embedded(words, intents, tree)


def taught(see: Callable[[str], Blocks], training: Sequence[Example]) -> tuple[Paths, Paths]:
    """What ships to learn topics from: our examples, and the phrases of the reference tables."""
    return (
        [(see(example.text), example.topic) for example in training if example.topic],
        [(see(phrase), node.path) for phrase, node in phrases()],
    )


def _read(folder: Path) -> Embedded:
    (intents,) = linear.load(folder / MODELS, ("intent",))
    return Embedded(Words(folder), intents, classifier.load(folder / MODELS))


def _forget_others(folder: Path) -> None:
    """Remove models of other times. One of today may be in training in another process."""
    for old in folder.parent.glob("embedded-*"):
        if old != folder and time.time() - old.stat().st_mtime > OLD_SECONDS:
            shutil.rmtree(old, ignore_errors=True)
