"""Training examples, read from Rasa NLU YAML: the one source for every engine."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import yaml

from nlu.understanding import IntentName

FOLDER = Path(__file__).parent.parent / "rasa" / "data"
_MARKED = re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})")


class ExamplesError(ValueError):
    """A training file that cannot be read; the message names the file and what is wrong in it."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence, what it wants, and its topic from the first level down where it has one.

    In the YAML an intent is `file_opinion` or, with its topic, `file_opinion/城乡建设`.
    """

    text: str
    intent: IntentName
    topic: tuple[str, ...] = ()


def files(folder: Path = FOLDER) -> tuple[Path, ...]:
    """The training files of a folder, in the order of their names."""
    return tuple(sorted(folder.glob("*.yml")))


def read(paths: Iterable[Path]) -> tuple[Example, ...]:
    """All examples of all files, each text once for an intent, entity marks taken out."""
    found: dict[Example, None] = {}
    for path in paths:
        try:
            content = yaml.load(path.read_bytes(), Loader=_LOADER)  # noqa: S506  (a safe one, see below)
            blocks = content.get("nlu") or []
            for block in blocks:
                if "intent" in block:
                    found.update(dict.fromkeys(_block(block["intent"], block["examples"])))
        except (yaml.YAMLError, AttributeError, KeyError, TypeError, ValueError) as error:
            raise ExamplesError(f"{path}: {error}") from error
    return tuple(found)


def _block(label: str, lines: str) -> Iterable[Example]:
    name, *topic = label.split("/")
    intent = IntentName(name)
    for line in lines.splitlines():
        text = _MARKED.sub(r"\1", line.strip().removeprefix("-")).strip()
        if text:
            yield Example(text, intent, tuple(topic))


# The safe loader in C, where the wheel has it, reads ten times faster.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
