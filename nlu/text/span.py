"""A piece of a text that was recognised, and what it is worth."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Text from `start` to before `end`; `value` is what it says in a common form."""

    start: int
    end: int
    value: str

    def overlaps(self, others: Iterable["Span"]) -> bool:
        """Whether any character is shared with one of the others."""
        return any(self.start < other.end and other.start < self.end for other in others)


def disjoint(spans: Iterable[Span], taken: Iterable[Span] = ()) -> list[Span]:
    """The spans that share no character with one before them, nor with `taken`.

    In time that grows with the text alone, however many there are.
    """
    used: set[int] = set()
    for span in taken:
        used.update(range(span.start, span.end))
    kept = []
    for span in spans:
        places = range(span.start, span.end)
        if used.isdisjoint(places):
            used.update(places)
            kept.append(span)
    return kept
