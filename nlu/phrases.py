"""What the reference tables say about topics, as phrases to learn from beside the examples."""

from data.reference import jurisdictions, topics
from data.reference.topics import TopicNode

_SAYS_NOTHING = "其他"


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
