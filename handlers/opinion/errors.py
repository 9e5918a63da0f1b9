"""What cannot be done with what was given."""


class MissingError(ValueError):
    """An action needs a particular that was not given, or cannot be used; `field` names it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


def needed(field: str, words: str | None) -> str:
    """The words of a field that an action cannot do without. Raises MissingError."""
    if not words or not words.strip():
        raise MissingError(field)
    return words.strip()
