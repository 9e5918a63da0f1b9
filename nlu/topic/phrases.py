"""What the reference tables say about topics, as phrases to learn from beside the examples."""

from collections.abc import Callable, Sequence

from data.reference.matter import jurisdictions, topics
from data.reference.matter.topics import TopicNode

_SAYS_NOTHING = "其他"
SHORTEST_WORD = 2


def phrases() -> tuple[tuple[str, TopicNode], ...]:
    """Phrases with the topic they stand for: the tree's names, its words, the rules' keywords."""
    known = topics.load()
    found = [(node.name, node) for node in known.all if node.name != _SAYS_NOTHING]
    found += topics.words()
    found += [
        (keyword, known.by_code[rule.topic])
        for rule in jurisdictions.rules()
        for keyword in rule.keywords
    ]
    return tuple(found)


def matter_words(cut: Callable[[str], Sequence[str]]) -> frozenset[str]:
    """The words of the phrases, as `cut` cuts them.

    What is out of scope may use any word there is, so no list of examples ends it; what we are for
    can be listed, and a text without any of it is likelier to be talk.
    """
    return frozenset(
        word for phrase, _ in phrases() for word in cut(phrase) if len(word) >= SHORTEST_WORD
    )
