"""Which district somebody stands in who shares a position, as far as that can be known.

Phones say where they are in WGS 84, and so do our outlines. Those are coarse, so whoever stands
near a border may be on either side of it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, inf, radians

from data.reference.place import divisions, outlines
from data.reference.place.divisions import Division
from data.reference.place.outlines import Outline, Point
from nlu.understanding import Place

NEAR_KM = 0.6
"""What the outlines are off, and a phone: docs/decisions/0024-positions.md has the measurement."""
ESTUARY, ESTUARY_KM = 120.6, 2.5
"""East of this longitude the outlines are off by more."""
_KM_A_DEGREE = 111.2


@dataclass(frozen=True)
class Whereabouts:
    """The districts that a position may lie in, likeliest first; none far outside Hangzhou.

    One that is not `sure` lies at the city's own border: the position may be outside.
    """

    districts: tuple[Division, ...] = ()
    sure: bool = False


def whereabouts(latitude: float, longitude: float) -> Whereabouts:
    """Where a position in degrees lies. What is no position lies nowhere."""
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):  # noqa: PLR2004
        return Whereabouts()
    point = (latitude, longitude)
    close = NEAR_KM if longitude < ESTUARY else ESTUARY_KM
    depths = {outline.district: depth_km(point, outline) for outline in outlines.load()}
    near = sorted((code for code in depths if depths[code] > -close), key=lambda c: -depths[c])
    known = divisions.load().by_code
    return Whereabouts(
        tuple(known[code] for code in near),
        sure=len(near) == 1 and depths[near[0]] >= close,
    )


def district_at(latitude: float, longitude: float) -> Division | None:
    """The district where it is sure."""
    found = whereabouts(latitude, longitude)
    return found.districts[0] if found.sure else None


def place(district: Division) -> Place:
    """A district as the place of a matter."""
    return Place(
        code=district.code,
        name=district.name,
        level=district.level,
        district=district.name,
        street=None,
        community=None,
        matched=district.name,
        method="position",
        confidence=0.9,
    )


def depth_km(point: Point, outline: Outline) -> float:
    """How far inside its border a point lies, and how far outside as a negative number.

    It is inside if a ray to the east crosses the rings an odd number of times.
    """
    latitude, longitude = point
    inside = False
    nearest = inf
    for (south, west), (north, east) in _edges(outline):
        if (south > latitude) is not (north > latitude):
            inside ^= longitude < west + (east - west) * (latitude - south) / (north - south)
        nearest = min(nearest, _km(point, (south, west), (north, east)))
    return nearest if inside else -nearest


def _edges(outline: Outline) -> Iterator[tuple[Point, Point]]:
    for ring in outline.rings:
        yield from pairwise(ring)


def _km(point: Point, first: Point, last: Point) -> float:
    """How far a point lies from the line between two others, on a plane that touches it."""
    tall, wide = _KM_A_DEGREE, _KM_A_DEGREE * cos(radians(point[0]))
    x, y = (first[1] - point[1]) * wide, (first[0] - point[0]) * tall
    dx, dy = (last[1] - first[1]) * wide, (last[0] - first[0]) * tall
    length = dx * dx + dy * dy
    along = min(max(-(x * dx + y * dy) / length, 0), 1) if length else 0
    return hypot(x + along * dx, y + along * dy)
