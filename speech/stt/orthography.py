"""How recognised text is written: simplified characters, no loops, Chinese punctuation."""

import re
from functools import cache

from opencc import OpenCC

_HAN = r"\u3400-\u9fff\uf900-\ufaff"
SIGNS = "，。？！、；："
# A recogniser that hangs says one thing over and over; people do repeat themselves, but not so.
_LOOP = re.compile(r"(.{2,30}?)\1{3,}")
_STUTTER = re.compile(r"(.)\1{5,}")
# A phone number may well hold one digit six times.
_NUMBER = re.compile(r"[\d〇零一二三四五六七八九幺]+")
_BETWEEN_HAN = re.compile(rf"(?<=[{_HAN}{SIGNS}])\s+(?=[{_HAN}{SIGNS}])")
_FULL_WIDTH = str.maketrans({",": "，", "?": "？", "!": "！", ";": "；", ":": "："})
_AFTER_HAN = re.compile(rf"(?<=[{_HAN}])[,?!;:]")


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


def simplified(text: str) -> str:
    """Traditional characters made simplified; everything else as it was.

    nlu.text.script does the same for what is typed: neither room may know the other, and what is
    recognised must be simplified here, before inventions are looked for in it.
    """
    return str(_converter().convert(text))


def without_loops(text: str) -> str:
    """A phrase four times or more in a row is left once, a character six times; digits stay."""
    return _LOOP.sub(_once, _STUTTER.sub(_once, text))


def _once(loop: re.Match[str]) -> str:
    return loop[0] if _NUMBER.fullmatch(loop[1]) else loop[1]


def written(text: str) -> str:
    """What every engine's text goes through before anyone sees it."""
    text = without_loops(simplified(text)).strip()
    text = _AFTER_HAN.sub(lambda mark: mark[0].translate(_FULL_WIDTH), text)
    return _BETWEEN_HAN.sub("", text)
