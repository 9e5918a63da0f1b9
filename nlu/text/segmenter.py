"""Cutting Chinese text into words, with a dictionary small enough to load at once."""

import os
import tempfile
from importlib import resources
from pathlib import Path

import jieba

from data.reference.matter import topics
from data.reference.place import aliases, divisions
from data.reference.place.divisions import DivisionLevel

COMMON = 20
"""Words rarer than this in jieba's dictionary (350,000 words) are left out: 80,000 stay, and the
start takes 0.1 s in place of 0.7 s."""
OWN_FREQUENCY = 2000
RARE = 90
"""What people call a place is a word, but not one so common that it names no place."""


def _lines() -> list[str]:
    """jieba's common words, then our places and topics."""
    lines = []
    with resources.files("jieba").joinpath("dict.txt").open(encoding="utf-8") as file:
        for line in file:
            word, frequency, _ = line.split()
            if int(frequency) >= COMMON:
                lines.append(f"{word} {frequency}")
    known = divisions.load()
    names = [place.name for place in known.all if place.level != DivisionLevel.COMMUNITY]
    names += [topic.name for topic in topics.load().all if len(topic.name) <= 6]  # noqa: PLR2004
    lines += [f"{name} {OWN_FREQUENCY}" for name in dict.fromkeys(names)]
    lines += [f"{alias.name} {RARE}" for alias in aliases.load()]
    return lines


class Words:
    """A word cutter. Its dictionary and jieba's own cache of it lie in `folder`.

    Both are written whole or not at all, so a kiosk that loses power while starting starts again.
    """

    def __init__(self, folder: Path) -> None:
        dictionary = folder / "words.txt"
        if not dictionary.exists():
            write_whole(dictionary, "\n".join(_lines()).encode())
        self._tokenizer = jieba.Tokenizer(str(dictionary))
        self._tokenizer.tmp_dir = str(folder)
        self._tokenizer.cache_file = "words.cache"
        jieba.setLogLevel("WARNING")
        self._tokenizer.initialize()

    def cut(self, text: str) -> list[str]:
        """The words of a text in order; joined they are the text again."""
        return self._tokenizer.lcut(text, HMM=False)  # type: ignore[no-any-return]

    def frequency(self, word: str) -> int:
        """How common a word is in ordinary Chinese; 0 for rare and unknown ones."""
        return int(self._tokenizer.FREQ.get(word) or 0)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that a reader sees all of it or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
