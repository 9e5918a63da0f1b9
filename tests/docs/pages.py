"""The pages that people read of this project."""

import re
from pathlib import Path

from tests.conftest import ROOT

READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")
DECISIONS = ROOT / "docs" / "decisions"
GUIDES = (
    *READMES,
    ROOT / "CONTRIBUTING.md",
    ROOT / "data" / "reference" / "README.md",
    DECISIONS / "README.md",
    *sorted((ROOT / "docs").glob("*.md")),
)
"""What has to be right today; pages of decisions tell how it was."""
PAGES = (*GUIDES, *sorted(DECISIONS.glob("0*.md")))


def text(page: Path) -> str:
    """A page as it is written."""
    return page.read_text(encoding="utf-8")


def quoted(page: Path) -> list[str]:
    """What stands between backticks."""
    return re.findall(r"`([^`\n]+)`", text(page))


def rows(page: Path, head: str) -> list[list[str]]:
    """The cells of the table whose first row begins with this cell."""
    lines = text(page).splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(f"| {head} |"))
    found = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        found.append([cell.strip() for cell in line.strip("|").split(" | ")])
    return found
