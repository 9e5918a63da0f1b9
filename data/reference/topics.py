"""The topic tree: what a matter is about, in three levels."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class TopicNode:
    """A node of the tree. `code` has two digits a level; `path` runs from the first level down."""

    code: str
    name: str
    path: tuple[str, ...]

    @property
    def level(self) -> int:
        """1, 2 or 3."""
        return len(self.path)


@dataclass(frozen=True)
class Topics:
    """All topics, in the order of their codes, by code and by path."""

    all: tuple[TopicNode, ...]
    by_code: dict[str, TopicNode]
    by_path: dict[tuple[str, ...], TopicNode]

    def at(self, level: int) -> tuple[TopicNode, ...]:
        """The topics of one level."""
        return tuple(topic for topic in self.all if topic.level == level)


@cache
def load() -> Topics:
    """The topics of topics.csv, read once in a process."""
    paths: dict[str, tuple[str, ...]] = {"": ()}
    found = []
    with Path(__file__).with_name("topics.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            code, name = row["code"], row["name"]
            paths[code] = (*paths[code[:-2]], name)
            found.append(TopicNode(code, name, paths[code]))
    return Topics(
        tuple(found), {node.code: node for node in found}, {node.path: node for node in found}
    )
