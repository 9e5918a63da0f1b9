"""Where Hangzhou's districts lie (outlines.csv, made by build_outlines.py)."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FILE = Path(__file__).with_name("outlines.csv")


@dataclass(frozen=True)
class Outline:
    """An area of 2018 and the codes of the districts that it may be today; `ring` runs round it
    as (latitude, longitude) in degrees."""

    districts: tuple[str, ...]
    ring: tuple[tuple[float, float], ...]


@cache
def load() -> tuple[Outline, ...]:
    """All of them."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(_outline(row) for row in csv.DictReader(file))


def _outline(row: dict[str, str]) -> Outline:
    points = (point.split(",") for point in row["outline"].split())
    ring = tuple((float(latitude), float(longitude)) for longitude, latitude in points)
    return Outline(tuple(row["districts"].split("|")), ring)
