"""Something that the person at the terminal can mend."""


class Problem(Exception):  # noqa: N818 - it is not a fault of the program
    """One clear line for people, and the exit status."""

    def __init__(self, text: str, status: int = 1) -> None:
        super().__init__(text)
        self.status = status
