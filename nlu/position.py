"""Which district somebody stands in who shares a position, as far as that can be known.

Phones say where they are in WGS 84; Chinese maps are shifted by some 500 m (GCJ-02), and whether
ours is cannot be told. So whoever stands near a border may be on either side of it.
"""

from math import cos, isfinite, pi, radians, sin

from data.reference import divisions, outlines
from data.reference.divisions import Division
from data.reference.outlines import Outline
from nlu.understanding import Place

NEAR_KM = 0.8
"""The shift of a map, the 200 m of the outlines, and what a phone is off."""
_KM_A_DEGREE = 111.2
_AROUND = ((0, 0), *((sin(n * pi / 4), cos(n * pi / 4)) for n in range(8)))


def districts(latitude: float, longitude: float) -> tuple[Division, ...]:
    """The districts that a position in degrees may lie in, in the order of their codes: one where
    it is sure, several near a border or where a district was split in 2021, none elsewhere."""
    if not (isfinite(latitude) and isfinite(longitude)) or abs(latitude) > 80:  # noqa: PLR2004
        return ()
    near = NEAR_KM / _KM_A_DEGREE
    wide = near / cos(radians(latitude))
    around = [(latitude + north * near, longitude + east * wide) for north, east in _AROUND]
    found = {
        code
        for outline in outlines.load()
        if any(_inside(point, outline) for point in around)
        for code in outline.districts
    }
    return tuple(divisions.load().by_code[code] for code in sorted(found))


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


def _inside(point: tuple[float, float], outline: Outline) -> bool:
    """Whether a ray to the east crosses the ring an odd number of times."""
    latitude, longitude = point
    ring = outline.ring
    odd = False
    for (south, west), (north, east) in zip(ring, ring[1:] + ring[:1], strict=True):
        if (south > latitude) is not (north > latitude):
            crosses = west + (east - west) * (latitude - south) / (north - south)
            odd ^= longitude < crosses
    return odd
