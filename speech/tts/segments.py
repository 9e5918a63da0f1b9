"""A text in pieces that are spoken one after the other: sentences, and a short first one."""

import re
from collections.abc import Callable

_SENTENCE = re.compile("[^。！？；]+[。！？；]?")
_CLAUSE = re.compile("[^，：]+[，：]?")
_LONGEST = 36
"""Characters of a piece. Longer ones would let her wait in the middle of an answer."""
_SHORT = 9
"""Characters of a first piece that is made in time, on two cores."""


def sentences(text: str) -> list[str]:
    """The sentences of a text in spoken form, none longer than a breath or two."""
    found = []
    for sentence in _SENTENCE.findall(text):
        if len(sentence) <= _LONGEST:
            found.append(sentence)
        else:
            found += _joined(_CLAUSE.findall(sentence))
    return found


def pieces(text: str, ready: Callable[[str], bool]) -> list[str]:
    """The same, the first cut at a comma where it is long and not `ready` to be played."""
    found = sentences(text)
    if not found or ready(found[0]) or len(found[0]) <= _SHORT:
        return found
    head, *rest = _CLAUSE.findall(found[0])
    return [head, *([joined] if (joined := "".join(rest)) else []), *found[1:]]


def _joined(clauses: list[str]) -> list[str]:
    """Clauses put together again as far as they fit."""
    found: list[str] = []
    for clause in clauses:
        if found and len(found[-1]) + len(clause) <= _LONGEST:
            found[-1] += clause
        else:
            found.append(clause)
    return found
