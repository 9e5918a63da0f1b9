"""The two scripts of Chinese.

Speech has a `simplified` of its own: it may know no other room, and has to read what its
recognisers wrote before anybody else does.
"""

from functools import cache

from opencc import OpenCC


def simplified(text: str) -> str:
    """Traditional characters made simplified; everything else as it was."""
    return str(_converter("t2s").convert(text))


def traditional(text: str) -> str:
    """Simplified characters made traditional; everything else as it was."""
    return str(_converter("s2t").convert(text))


@cache
def _converter(way: str) -> OpenCC:
    return OpenCC(way)
