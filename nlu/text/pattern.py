"""Small pieces that patterns are put together of."""


def any_of(*words: str) -> str:
    """A pattern for any one of some words, which blanks separate; the first that fits counts."""
    return f"(?:{'|'.join(' '.join(words).split())})"
