"""What a model sees of a text: its words, its runs of characters, and how it opens."""

import re
from bisect import bisect
from collections import Counter

from nlu.text.segmenter import Words

MOST_CHARACTERS = 1500
"""Longer texts are read at both ends, where people say what they want."""
END = 300
OPENING = 50
"""A written message says in its first line what it is about, a spoken one in its first breath."""
_LEAVE_OUT = re.compile(r"[\s\W_]+")
_DIGITS = re.compile(r"\d+")
_FIRST = re.compile(rf"[^\n。！？!?]{{1,{OPENING}}}")
_RUNS = (1, 2, 3)
_SHORT_RUN = len("c 路灯")
LENGTHS = (4, 8, 14, 24, 45)
MOST_MATTERS = 3

Blocks = tuple[Counter[str], ...]
"""How often each feature occurs, a counter for each view of a text."""


def shorten(text: str) -> str:
    """At most MOST_CHARACTERS of a text: its beginning and its end."""
    if len(text) <= MOST_CHARACTERS:
        return text
    return f"{text[: MOST_CHARACTERS - END]}\n{text[-END:]}"


def message(text: str, words: Words) -> Blocks:
    """Three views: words, runs of characters, runs of the opening. Numbers are alike to us."""
    plain = _DIGITS.sub("0", shorten(text).lower())
    opening = _FIRST.search(plain)
    return _words(plain, words), _runs("c", plain), _runs("o", opening[0] if opening else "")


def sentence(views: Blocks, matters: frozenset[str]) -> Blocks:
    """One view of the same text: words and short runs together, how long it is, and how many words
    of `matters` it has. What it wants shows in so little that three views would see nearly nothing.
    """
    words, runs, _ = views
    found = Counter(words)
    dict.update(found, {name: n for name, n in runs.items() if len(name) <= _SHORT_RUN})
    length = sum(times for name, times in runs.items() if len(name) == len("c 灯"))
    known = sum(name[:2] == "w " and name[2:] in matters for name in words)
    found[f"length {bisect(LENGTHS, length)}"] = 1
    found[f"matter {min(known, MOST_MATTERS)}"] = 1
    return (found,)


def _words(plain: str, words: Words) -> Counter[str]:
    tokens = [token for token in words.cut(plain) if not _LEAVE_OUT.fullmatch(token)]
    found = Counter(f"w {token}" for token in tokens)
    found.update(f"p {a} {b}" for a, b in zip(["^", *tokens], [*tokens, "$"], strict=True))
    return found


def _runs(view: str, plain: str) -> Counter[str]:
    squeezed = f"^{_LEAVE_OUT.sub(' ', plain).strip()}$"
    return Counter(
        f"{view} {squeezed[i : i + size]}"
        for size in _RUNS
        for i in range(len(squeezed) - size + 1)
        if size > 1 or squeezed[i] not in "^$"
    )
