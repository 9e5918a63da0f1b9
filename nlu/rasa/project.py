"""The Rasa project: a folder written from our examples and tables, so that there is one source.

Rasa reads a "/" in an intent's name as a response selector's, so it learns the intents alone.
"""

import hashlib
import re
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from data.reference.matter import topics
from data.reference.place import divisions
from data.reference.place.divisions import DivisionLevel
from nlu.intent.examples import Example
from nlu.text.segmenter import OWN_FREQUENCY, write_whole

FOLDER = Path(__file__).parent
LONGEST_WORD = 6
_PLACES = (DivisionLevel.DISTRICT, DivisionLevel.STREET)
_NUMBERS = {"phone": r"(?<!\d)1[3-9]\d{9}(?!\d)", "code": r"(?<!\d)\d{8}(?!\d)"}


class Pipeline(StrEnum):
    """Which of nlu/rasa/pipelines/ to train."""

    LINEAR = "linear"
    DIET = "diet"


def write(folder: Path, pipeline: Pipeline, examples: Sequence[Example]) -> Path:
    """Write the project into `folder` and give the path its trained model is to have.

    The model is named by the hash of all that shapes it, so what is trained need not be again.
    """
    shutil.rmtree(folder / "data", ignore_errors=True)
    shutil.rmtree(folder / "dictionary", ignore_errors=True)
    parts = {
        "config.yml": (FOLDER / "pipelines" / f"{pipeline}.yml").read_bytes(),
        "data/nlu.yml": training(examples).encode(),
        "dictionary/words.txt": "\n".join(_dictionary()).encode(),
    }
    state = hashlib.sha256((FOLDER / "requirements.lock").read_bytes())
    for name, content in parts.items():
        write_whole(folder / name, content)
        state.update(content)
    return folder / "models" / f"{pipeline}-{state.hexdigest()[:16]}.tar.gz"


def training(examples: Iterable[Example]) -> str:
    """Rasa's YAML: our examples with the entities that we can mark, its patterns and its list."""
    names = sorted(set(_places()), key=lambda name: (-len(name), name))
    marks = _NUMBERS | {"place": "|".join(map(re.escape, names))}
    mark = re.compile("|".join(f"(?P<{entity}>{pattern})" for entity, pattern in marks.items()))
    blocks: dict[str, list[str]] = defaultdict(list)
    for example in examples:
        marked = mark.sub(lambda hit: f"[{hit[0]}]({hit.lastgroup})", example.text)
        blocks[example.intent].append(marked)
    return "\n".join(
        (
            'version: "3.1"\nnlu:',
            *(_block("intent", name, lines) for name, lines in blocks.items()),
            *(_block("regex", name, [pattern]) for name, pattern in _NUMBERS.items()),
            _block("lookup", "place", names),
        )
    )


def _block(kind: str, name: str, lines: Iterable[str]) -> str:
    listed = "".join(f"    - {line}\n" for line in lines)
    return f"- {kind}: {name}\n  examples: |\n{listed}"


def _places() -> Iterator[str]:
    known = divisions.load()
    return (place.name for level in _PLACES for place in known.at(level))


def _dictionary() -> Iterator[str]:
    """Lines of a jieba user dictionary: districts, streets, topics and what is said of them."""
    known = topics.load().all
    said = [*(topic.name for topic in known), *(word for word, _ in topics.words())]
    names = [*_places(), *(word for word in said if len(word) <= LONGEST_WORD)]
    return (f"{name} {OWN_FREQUENCY}" for name in dict.fromkeys(names))
