"""Which texts are never learned from: a fifth, chosen by the hash of each, always the same."""

import hashlib

FIFTH = 5


def fold(text: str) -> int:
    """Which fifth a text belongs to, 0 to 4."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8]) % FIFTH


def is_held_out(text: str) -> bool:
    """Whether a text belongs to the fifth that is measured on."""
    return fold(text) == 0
