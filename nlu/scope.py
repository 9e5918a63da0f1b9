"""Whether a text is any of our business: the words of known matters weigh against out of scope.

What is out of scope may use any word there is, so no list of examples ends it. What we are for can
be listed: a text without one word of the topic tree is likelier to be talk, whatever its phrasing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from nlu.phrases import phrases
from nlu.understanding import Intent, IntentName

ODDS = (2.0, 1.0, 0.5)
"""What out of scope weighs with no word of a matter, with one, with two or more; by
cross-validation inside the training examples."""
_SHORTEST = 2


def matter_words(cut: Callable[[str], Sequence[str]]) -> frozenset[str]:
    """The words that our tables of topics use, as `cut` cuts them."""
    return frozenset(
        word for phrase, _ in phrases() for word in cut(phrase) if len(word) >= _SHORTEST
    )


def weigh(
    intents: Iterable[Intent], words: Iterable[str], known: frozenset[str]
) -> tuple[Intent, ...]:
    """An engine's intents, best first, once the words of a text have weighed in."""
    odds = ODDS[min(len(known.intersection(words)), len(ODDS) - 1)]
    raised = [
        replace(i, confidence=i.confidence * (odds if i.name is IntentName.OUT_OF_SCOPE else 1))
        for i in intents
    ]
    total = sum(intent.confidence for intent in raised) or 1.0
    scaled = (replace(intent, confidence=intent.confidence / total) for intent in raised)
    return tuple(sorted(scaled, key=lambda intent: -intent.confidence))
