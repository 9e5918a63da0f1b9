"""How well and how fast texts are understood. `measure()` gives the figures of docs/benchmarks.md.

The split of our own examples is fixed by the hash of each text: a fifth is held out, the engine
measured on it is trained on the rest. Of the real messages four fifths are what a station teaches
with `learn`, and the last fifth, chosen likewise, is what it is measured on; what ships has seen
none of them.
"""

import csv
import json
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import jieba
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import make_pipeline, make_union
from sklearn.svm import LinearSVC

from nlu import learning
from nlu.classifier.score import macro_f1
from nlu.custom import Custom
from nlu.intent import embedded, examples
from nlu.intent.embedded import Embedded
from nlu.intent.examples import Example
from nlu.topic.history import History
from nlu.topic.training import HISTORY, train_subjects
from nlu.understander import Understander
from nlu.understander import load as load_understander
from nlu.understanding import IntentName
from tests.bench import place
from tests.bench.split import FIFTH, fold, is_held_out
from tests.conftest import MODELS_HOME
from tests.support.shared import find_shared

SPOKEN = (
    "嗯那个我住在翠苑街道翠苑一区，三幢楼下的路灯坏了好几天了，晚上老人家走路看不见，你们来修一修"
)
ROUNDS = 500
TRIES = 3
TARGETS = {
    "cold start (s)": "≤ 4",
    "cached start (s)": "≤ 1",
    "understand p95 (ms)": "≤ 5",
    "message topic macro-F1, what ships": "≥ 0.80",
    "message topic macro-F1, after learn": "≥ 0.92",
    "learn (s)": "< 60",
}


def split(everything: Sequence[Example]) -> tuple[list[Example], list[Example]]:
    """(trained on, held out)."""
    held = [example for example in everything if is_held_out(example.text)]
    return [example for example in everything if not is_held_out(example.text)], held


def calibration_error(judged: Sequence[tuple[float, bool]]) -> float:
    """How far (confidence, right) pairs are from right as often as they say: the mean over tenths
    of confidence, each weighed by how many fall in it (expected calibration error)."""
    tenths: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for confidence, right in judged:
        tenths[min(9, int(confidence * 10))].append((confidence, right))
    apart = (abs(sum(c for c, _ in some) - sum(r for _, r in some)) for some in tenths.values())
    return sum(apart) / len(judged)


def own_examples(folder: Path) -> dict[str, float]:
    """Intent accuracy and topic macro-F1 on the held-out fifth, trained on the rest."""
    training, held = split(examples.read(examples.files()))
    understander = Understander(embedded.fit(training, folder))
    engine = embedded.fit(training, folder / "bare")
    given = [understander.understand(e.text).intent for e in held]
    intents = [(str(e.intent), str(g.name)) for e, g in zip(held, given, strict=True)]
    outside = [give for want, give in intents if want == IntentName.OUT_OF_SCOPE]
    judged = [(g.confidence, e.intent is g.name) for e, g in zip(held, given, strict=True)]
    subjects = [e for e in held if e.topic]
    topics = [(e.topic[0], engine.classify(e.text).topics) for e in subjects]
    return {
        "held-out examples": len(held),
        "intent accuracy": sum(want == give for want, give in intents) / len(intents),
        "intent macro-F1": macro_f1(intents),
        "intent calibration error": calibration_error(judged),
        "out of scope found": outside.count(IntentName.OUT_OF_SCOPE) / len(outside),
        "topics held out": len(topics),
        "topic accuracy": sum(want == give[0].path[0] for want, give in topics) / len(topics),
        "topic among best three": sum(want in {t.path[0] for t in give} for want, give in topics)
        / len(topics),
        "topic macro-F1": macro_f1((want, give[0].path[0]) for want, give in topics),
    }


def speed(understander: Understander) -> dict[str, float]:
    """Milliseconds to understand one spoken sentence, and one of 10,000 characters."""
    taken = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        understander.understand(SPOKEN)
        taken.append((time.perf_counter() - start) * 1000)
    taken.sort()
    start = time.perf_counter()
    understander.understand((SPOKEN * 250)[:10_000])
    return {
        "understand p50 (ms)": taken[len(taken) // 2],
        "understand p95 (ms)": taken[int(len(taken) * 0.95)],
        "10,000 characters (ms)": (time.perf_counter() - start) * 1000,
    }


def starts(folder: Path) -> dict[str, float]:
    """Seconds from the interpreter's start to the first understanding, in fresh processes.

    The best of TRIES, since what else the machine does only ever adds.
    """
    seconds: dict[str, list[float]] = {"cold start (s)": [], "cached start (s)": []}
    for number in range(TRIES):
        code = (
            "import sys; from pathlib import Path; from nlu.understander import load;"
            f"load(Path({str(folder / str(number))!r})).understand('路灯坏了')"
        )
        for taken in seconds.values():
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            taken.append(time.perf_counter() - start)
    return {name: min(taken) for name, taken in seconds.items()}


def message_topics(folder: Path) -> dict[str, float]:
    """Topics of a fifth of the shared messages to leaders (7 first-level topics): by what ships,
    after `learn` on the other four fifths, and by a plain baseline trained on just these."""
    path = find_shared("opinions", "topic_messages.csv")
    if path is None:
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = [(row["text"], row["topic"]) for row in csv.DictReader(file)]
    held = [row for row in rows if is_held_out(row[0])]
    taught = [row for row in rows if not is_held_out(row[0])]
    start = time.perf_counter()
    lessons = {text: (topic,) for text, topic in taught}
    history = History(folder / "learned")
    learning.learn(lessons, embedded.shipped(folder), history, datetime.now(UTC))
    taken = time.perf_counter() - start
    shipped = load_understander(folder)
    learned = load_understander(folder, custom=Custom(learned=folder / "learned"))
    return {
        "message topics": len(held),
        "message topic macro-F1, what ships": _first_levels(shipped, held),
        "message topic macro-F1, after learn": _first_levels(learned, held),
        "message topic macro-F1, plain baseline": _baseline(taught, held),
        "learn (s)": taken,
        **_folds(embedded.shipped(folder), rows),
    }


def _folds(engine: Embedded, rows: Sequence[tuple[str, str]]) -> dict[str, float]:
    """Learned from four fifths, measured on the fifth, for each fifth in turn: a single one of
    1,125 messages is one or two hundredths off by chance."""
    ours, phrases = embedded.taught(engine.see, examples.read(examples.files()))
    seen = [(engine.see(text), (topic,), fold(text)) for text, topic in rows]
    scores = []
    for fifth in range(FIFTH):
        taught = [(views, path) for views, path, part in seen if part != fifth]
        model = train_subjects(HISTORY, [*taught, *ours], phrases, engine.subjects)
        held = [(views, path) for views, path, part in seen if part == fifth]
        scores.append(learning.score(model, held))
    return {
        "message topic macro-F1, after learn, mean of five folds": sum(scores) / FIFTH,
        "… lowest fold": min(scores),
        "… highest fold": max(scores),
    }


def _first_levels(reader: Understander, held: Sequence[tuple[str, str]]) -> float:
    found = [(want, reader.understand(text).topics) for text, want in held]
    return macro_f1((want, topics[0].path[0] if topics else "") for want, topics in found)


def _baseline(taught: Sequence[tuple[str, str]], held: Sequence[tuple[str, str]]) -> float:
    """Words and runs of one to three characters into a linear SVM, as anyone would begin."""
    model = make_pipeline(
        make_union(
            TfidfVectorizer(tokenizer=jieba.lcut, token_pattern=None, min_df=2, sublinear_tf=True),
            TfidfVectorizer(analyzer="char", ngram_range=(1, 3), min_df=2, sublinear_tf=True),
        ),
        LinearSVC(class_weight="balanced"),
    )
    model.fit([text for text, _ in taught], [topic for _, topic in taught])
    given = model.predict([text for text, _ in held])
    return macro_f1(zip((topic for _, topic in held), given, strict=True))


def figures() -> dict[str, float | str]:
    """Every figure of this room; those of the shared folder only where it is there."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found: dict[str, float | str] = {
            **own_examples(folder / "split"),
            **starts(folder / "cache"),
        }
        understander = load_understander(folder / "cache" / "0")
        found |= speed(understander)
        found |= message_topics(folder / "cache" / "0")
    return found


def measure() -> list[tuple[str, str, str]]:
    """(what, measured, must reach) for docs/benchmarks.md."""
    rows = [(what, _said(figure), TARGETS.get(what, "–")) for what, figure in figures().items()]
    return rows + place.measure(load_understander(MODELS_HOME / "cache"), MODELS_HOME)


def _said(figure: float | str) -> str:
    return f"{figure:.3g}" if isinstance(figure, float) else str(figure)


if __name__ == "__main__":
    json.dump(figures(), sys.stdout, ensure_ascii=False, indent=2)
