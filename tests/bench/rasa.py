"""The embedded engine against Rasa: the same sentences, the same machine, one after the other.

Both are trained on the same four fifths of our own examples as in nlu.py and read the held-out
fifth through the same Understander, so that fixed phrases and an open mind count for both. The
milliseconds are the engine's alone: one call of the embedded one, one HTTP answer of Rasa's.
"""

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from nlu.classifier.score import macro_f1
from nlu.intent import embedded, examples
from nlu.intent.embedded import Embedded
from nlu.intent.engine import Guess
from nlu.intent.examples import Example
from nlu.rasa.client import RasaClient
from nlu.rasa.project import Pipeline
from nlu.understander import Understander
from tests.bench.nlu import split
from tests.conftest import MODELS_HOME
from tests.support import rasa

PATIENCE = 60.0
FASTER = 3
"""How many times faster than Rasa the embedded engine has to be."""
MOST_MEMORY = 300
_WEIGHED = """
import sys; from pathlib import Path; from nlu.understander import load
load(Path(sys.argv[1])).understand("路灯坏了")
print(next(x.split()[1] for x in open("/proc/self/status") if x.startswith("VmRSS")))
"""


@dataclass(frozen=True)
class Figures:
    """What one engine makes of the held-out fifth; times in milliseconds, memory in MiB."""

    accuracy: float
    macro_f1: float
    p50: float
    p95: float
    memory: float


@dataclass(frozen=True)
class Alone:
    """Rasa without the embedded engine at its side for intents: if it fails, so does this."""

    client: RasaClient
    spare: Embedded

    def classify(self, text: str) -> Guess:
        return Guess(self.client.intents(text), self.spare.classify(text).topics)

    def cut(self, text: str) -> Sequence[str]:
        return self.spare.cut(text)

    def frequency(self, word: str) -> int:
        return self.spare.frequency(word)


def figures() -> tuple[dict[str, Figures], str | None]:
    """Figures by engine, and why Rasa's are not among them where they are not."""
    training, held = split(examples.read(examples.files()))
    with tempfile.TemporaryDirectory() as name:
        spare = embedded.fit(training, Path(name) / "split")
        memory = _weigh(Path(name) / "whole")
    found = {"embedded": _figures(Understander(spare), spare.classify, held, lambda: memory)}
    why = rasa.missing()
    for pipeline in Pipeline if not why else ():
        begun = time.perf_counter()
        model = rasa.trained(MODELS_HOME / "bench" / pipeline, pipeline, training)
        trained = time.perf_counter() - begun
        with rasa.serving(model) as server:
            client = RasaClient(server.url, rasa.TOKEN, PATIENCE)
            reader = Understander(Alone(client, spare))
            measured = _figures(reader, client.intents, held, server.memory)
        found[f"Rasa {pipeline}"] = measured
        print(f"{pipeline}: {trained:.0f} s to train, or found trained", file=sys.stderr)
    return found, why


def _figures(
    reader: Understander,
    ask: Callable[[str], object],
    held: Sequence[Example],
    memory: Callable[[], float],
) -> Figures:
    pairs = [(str(e.intent), str(reader.understand(e.text).intent.name)) for e in held]
    taken = []
    for example in held:
        start = time.perf_counter()
        ask(example.text)
        taken.append((time.perf_counter() - start) * 1000)
    taken.sort()
    return Figures(
        accuracy=sum(want == give for want, give in pairs) / len(pairs),
        macro_f1=macro_f1(pairs),
        p50=taken[len(taken) // 2],
        p95=taken[int(len(taken) * 0.95)],
        memory=memory(),
    )


def _weigh(cache: Path) -> float:
    """MiB of a process that has understood a sentence with the embedded engine, from its cache."""
    for _ in range(2):  # the first one trains
        done = subprocess.run(
            [sys.executable, "-c", _WEIGHED, cache], check=True, capture_output=True, text=True
        )
    return int(done.stdout) / 1024


def measure() -> list[tuple[str, str, str]]:
    """(what, measured, must reach) for docs/benchmarks.md."""
    found, why = figures()
    rows = []
    ours = found.pop("embedded")
    best = max((theirs.accuracy for theirs in found.values()), default=None)
    wanted = "–" if best is None else f"≥ {best:.3f}"
    rows += _rows("embedded", ours, wanted, f"≤ {MOST_MEMORY}")
    for name, theirs in found.items():
        rows += _rows(name, theirs, "–", "–")
        times = f"{theirs.p50 / ours.p50:.1f}× / {theirs.p95 / ours.p95:.1f}×"
        rows.append((f"embedded faster than {name}, p50 / p95", times, f"≥ {FASTER}×"))
    if why:
        rows.append(("Rasa", f"skipped: {why}", "–"))
    return rows


def _rows(name: str, of: Figures, accuracy: str, memory: str) -> list[tuple[str, str, str]]:
    return [
        (f"{name}: intent accuracy on the held-out fifth", f"{of.accuracy:.3f}", accuracy),
        (f"{name}: intent macro-F1", f"{of.macro_f1:.3f}", "–"),
        (f"{name}: p50 / p95 (ms)", f"{of.p50:.2f} / {of.p95:.2f}", "–"),
        (f"{name}: memory (MiB)", f"{of.memory:.0f}", memory),
    ]


if __name__ == "__main__":
    json.dump(measure(), sys.stdout, ensure_ascii=False, indent=1)
