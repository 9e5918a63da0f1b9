"""What a model sees of a sentence: its words, pairs of words, and runs of characters."""

import re
from collections import Counter

from nlu.words import Words

MOST_CHARACTERS = 600
"""Longer texts are read at both ends, where people say what they want."""
_LEAVE_OUT = re.compile(r"[\s\W_]+")
_DIGITS = re.compile(r"\d+")
_RUNS = (1, 2)


def shorten(text: str) -> str:
    """At most MOST_CHARACTERS of a text: its beginning and its end."""
    if len(text) <= MOST_CHARACTERS:
        return text
    return f"{text[: MOST_CHARACTERS - 200]}\n{text[-200:]}"


def features(text: str, words: Words) -> Counter[str]:
    """How often each feature occurs. Numbers are alike to us, whatever their value."""
    plain = _DIGITS.sub("0", shorten(text).lower())
    tokens = [token for token in words.cut(plain) if not _LEAVE_OUT.fullmatch(token)]
    found = Counter(f"w {token}" for token in tokens)
    found.update(f"p {a} {b}" for a, b in zip(["^", *tokens], [*tokens, "$"], strict=True))
    squeezed = f"^{_LEAVE_OUT.sub(' ', plain).strip()}$"
    for size in _RUNS:
        found.update(squeezed[i : i + size] for i in range(len(squeezed) - size + 1))
    del found["^"], found["$"]
    return found
