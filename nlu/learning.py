"""Learning topics from a station's own messages: train, judge, and keep what is better."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from nlu.classifier.score import macro_f1
from nlu.intent import embedded, examples
from nlu.intent.embedded import Embedded
from nlu.topic.classifier import Paths, Subjects
from nlu.topic.history import History, HistoryError, Report

FEWEST = 50
"""Fewer messages cannot be judged."""
FIFTH = 5
_SALT = b"held back by learn\0"


class TooFewError(ValueError):
    """Too few messages, or all of one topic; `found` says how many there were."""

    def __init__(self, found: int) -> None:
        super().__init__(f"{found} messages are too few, or of one topic; {FEWEST} are needed")
        self.found = found


@dataclass(frozen=True)
class Outcome:
    """What came of learning: macro-F1 of first levels on the messages held back."""

    report: Report
    kept: bool


def is_held_back(text: str) -> bool:
    """Whether a message belongs to the fifth that judges; always the same one."""
    return int.from_bytes(hashlib.sha256(_SALT + text.encode()).digest()[:8]) % FIFTH == 0


def learn(
    topics: Mapping[str, tuple[str, ...]], shipped: Embedded, history: History, now: datetime
) -> Outcome:
    """Train on four fifths of the messages beside our own examples, judge on the last fifth
    against what is in use, and put what scores better in use, then trained on all of them.

    `topics` are the messages with the paths of their topics. Raises TooFewError.
    """
    from nlu.topic.training import HISTORY, train_subjects  # noqa: PLC0415  (scikit-learn, 0.8 s)

    if len(topics) < FEWEST or len({path[0] for path in topics.values()}) == 1:
        raise TooFewError(len(topics))
    seen = {text: shipped.see(text) for text in topics}
    ours, phrases = embedded.taught(shipped.see, examples.read(examples.files()))
    everything = [(seen[text], path) for text, path in topics.items()]
    taught = [(seen[text], path) for text, path in topics.items() if not is_held_back(text)]
    held = [(seen[text], path) for text, path in topics.items() if is_held_back(text)]
    twin = train_subjects(HISTORY, [*taught, *ours], phrases)
    before, after = score(_rival(shipped, history), held), score(twin, held)
    report = Report(len(topics), len(held), before, after, now.isoformat())
    if after <= before:
        return Outcome(report, kept=False)
    model = train_subjects(HISTORY, [*everything, *ours], phrases, twin)
    history.keep(model, twin, report)
    return Outcome(report, kept=True)


def score(model: Subjects, held: Paths) -> float:
    """Macro-F1 of the first level."""
    return macro_f1((path[0], model.first.confidences(views)[0][0]) for views, path in held)


def _rival(shipped: Embedded, history: History) -> Subjects:
    """What is in use now, as it was before it saw the messages held back."""
    try:
        return history.twin() or shipped.subjects
    except HistoryError:
        return shipped.subjects
