"""What the files here hold."""

import json
from pathlib import Path

RELEASES = sorted(Path(__file__).parent.glob("*.json"))


def texts(column: str, file: Path) -> list[str]:
    """What one release left in a column, such as "conversation.state"."""
    return list(json.loads(file.read_text("utf-8")).get(column, ()))


def everything(column: str) -> list[str]:
    """What all of them left there, the oldest first."""
    return [each for file in RELEASES for each in texts(column, file)]
