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
