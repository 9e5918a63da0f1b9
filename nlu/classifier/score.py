"""How good answers are, as figures."""

from collections import Counter
from collections.abc import Iterable


def macro_f1(pairs: Iterable[tuple[str, str]]) -> float:
    """The mean over the wanted labels of F1, from (wanted, given) pairs; 0 without pairs."""
    hits: Counter[str] = Counter()
    wanted: Counter[str] = Counter()
    given: Counter[str] = Counter()
    for want, give in pairs:
        wanted[want] += 1
        given[give] += 1
        hits[want] += want == give
    return sum(2 * hits[k] / (wanted[k] + given[k]) for k in wanted) / max(1, len(wanted))
