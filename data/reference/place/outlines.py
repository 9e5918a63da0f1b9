"""Where Hangzhou's districts lie (outlines.csv, made by build_outlines.py)."""

from dataclasses import dataclass
from functools import cache

from data.reference import table

Point = tuple[float, float]
Ring = tuple[Point, ...]


@dataclass(frozen=True)
class Outline:
    """A district's code, and rings of (latitude, longitude) in degrees, WGS 84, that end where
    they begin. A ring inside another one is a hole."""

    district: str
    rings: tuple[Ring, ...]


@cache
def load() -> tuple[Outline, ...]:
    """All of them."""
    return tuple(
        Outline(row["district_code"], tuple(_ring(ring) for ring in row["rings"].split("|")))
        for row in table.shipped("outlines.csv")
    )


def _ring(words: str) -> Ring:
    points = (point.split(",") for point in words.split())
    return tuple((float(latitude), float(longitude)) for longitude, latitude in points)
