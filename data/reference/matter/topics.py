"""The topic tree: what a matter is about, in three levels, and the words that go with it."""

import re
from dataclasses import dataclass
from functools import cache

from data.reference import table

_BETWEEN = re.compile("[/／>＞]")


class TopicError(ValueError):
    """A line of topic_words.csv whose topic is not in the tree; the message names it."""


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

    def find(self, label: str) -> TopicNode | None:
        """The topic that people mean by a code, a path (城乡建设/安全生产) or a name.

        A name stands for the highest level it is on; None where there are several or none.
        """
        label = label.strip()
        exact = self.by_code.get(label) or self.by_path.get(
            tuple(part.strip() for part in _BETWEEN.split(label))
        )
        if exact:
            return exact
        named = [node for node in self.all if node.name == label]
        highest = [n for n in named if n.level == min(node.level for node in named)]
        return highest[0] if len(highest) == 1 else None


@cache
def load() -> Topics:
    """The topics of topics.csv, read once in a process."""
    paths: dict[str, tuple[str, ...]] = {"": ()}
    found = []
    for row in table.shipped("topics.csv"):
        code, name = row["code"], row["name"]
        paths[code] = (*paths[code[:-2]], name)
        found.append(TopicNode(code, name, paths[code]))
    return Topics(
        tuple(found), {node.code: node for node in found}, {node.path: node for node in found}
    )


@cache
def words() -> tuple[tuple[str, TopicNode], ...]:
    """What residents say of a topic, from topic_words.csv: (路灯不亮, 城市建设和市政管理).

    Raises TopicError.
    """
    found = []
    for line, row in enumerate(table.shipped("topic_words.csv"), start=2):
        node = load().by_code.get(row["topic"])
        if node is None or node.name != row["topic_name"]:
            raise TopicError(f"topic_words.csv, line {line}: no topic {row['topic']}")
        found += [(word, node) for word in row["words"].split("|") if word]
    return tuple(found)
