"""What the assistant says to everybody in the same words, so that its sound may be kept."""

from collections.abc import Iterator

from bot.api_text import SAID_BY_THE_PAGE
from handlers.message import resident_text

_ENDS = ("。", "？")


def fixed() -> tuple[str, ...]:
    """The sentences of the assistant and the page; of those with a gap in them, what is around."""
    texts = (*_texts(vars(resident_text)), *SAID_BY_THE_PAGE)
    found = [
        sentence
        for text in texts
        for sentence in _sentences(text)
        if "{" not in sentence and sentence.endswith(_ENDS)
    ]
    return tuple(dict.fromkeys(found))


def _sentences(text: str) -> list[str]:
    for end in _ENDS:
        text = text.replace(end, f"{end}\n")
    return text.split("\n")


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if not str(key).startswith("__"):
                yield from _texts(inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _texts(inner)
