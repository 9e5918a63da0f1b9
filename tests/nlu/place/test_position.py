"""Positions that phones share, at places whose district everybody knows."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reference.place import divisions, outlines
from data.reference.place.divisions import DivisionLevel
from data.reference.place.outlines import Outline
from nlu.place.position import NEAR_KM, depth_km, district_at, place, whereabouts


def names(latitude: float, longitude: float) -> list[str]:
    return [district.name for district in whereabouts(latitude, longitude).districts]


@pytest.mark.parametrize(
    ("name", "latitude", "longitude", "expected"),
    [
        ("市民中心", 30.2459, 120.2098, "上城区"),
        ("火车东站", 30.2907, 120.2127, "上城区"),
        ("武林广场", 30.2735, 120.1635, "拱墅区"),
        ("拱宸桥", 30.3190, 120.1390, "拱墅区"),
        ("灵隐寺", 30.2408, 120.1010, "西湖区"),
        ("浙大紫金港", 30.3090, 120.0860, "西湖区"),
        ("滨江区政府", 30.2080, 120.2120, "滨江区"),
        ("萧山城厢", 30.1700, 120.2640, "萧山区"),
        ("萧山机场", 30.2361, 120.4320, "萧山区"),
        ("良渚博物院", 30.3790, 120.0260, "余杭区"),
        ("仓前", 30.2930, 120.0050, "余杭区"),
        ("临平", 30.4190, 120.3000, "临平区"),
        ("塘栖", 30.4780, 120.1870, "临平区"),
        ("下沙", 30.3180, 120.3450, "钱塘区"),
        ("义蓬", 30.2890, 120.4900, "钱塘区"),
        ("富阳城区", 30.0490, 119.9600, "富阳区"),
        ("临安城区", 30.2340, 119.7250, "临安区"),
        ("桐庐县城", 29.7970, 119.6850, "桐庐县"),
        ("千岛湖镇", 29.6090, 119.0420, "淳安县"),
        ("新安江", 29.4760, 119.2810, "建德市"),
    ],
)
def test_a_known_place_lies_in_its_district(
    name: str, latitude: float, longitude: float, expected: str
) -> None:
    found = district_at(latitude, longitude)
    assert (found.name if found else None) == expected, name


@pytest.mark.parametrize(
    ("name", "latitude", "longitude", "likeliest", "other"),
    [
        ("西湖断桥", 30.2590, 120.1513, "西湖区", "拱墅区"),
        ("六和塔", 30.1970, 120.1330, "西湖区", "滨江区"),
        ("保俶路", 30.2735, 120.1530, "拱墅区", "西湖区"),
    ],
)
def test_near_a_border_both_sides_are_named(
    name: str, latitude: float, longitude: float, likeliest: str, other: str
) -> None:
    found = names(latitude, longitude)
    assert found[0] == likeliest, name
    assert other in found, name
    assert district_at(latitude, longitude) is None


@pytest.mark.parametrize(("latitude", "longitude"), [(30.248, 120.633), (30.255, 120.637)])
def test_by_the_estuary_where_the_map_is_off_it_is_not_sure(
    latitude: float, longitude: float
) -> None:
    assert set(names(latitude, longitude)) == {"萧山区", "钱塘区"}


@pytest.mark.parametrize(
    ("name", "latitude", "longitude"),
    [
        ("上海", 31.2300, 121.4700),
        ("北京", 39.9000, 116.4000),
        ("绍兴", 30.0000, 120.5800),
        ("海宁", 30.5300, 120.6900),
        ("德清", 30.5400, 119.9700),
        ("东海", 30.0000, 124.0000),
        ("零", 0, 0),
        ("极", 90, 120),
    ],
)
def test_elsewhere_is_no_district(name: str, latitude: float, longitude: float) -> None:
    assert names(latitude, longitude) == [], name


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(math.nan, 120), (30, math.nan), (30, math.inf), (-math.inf, 120), (-91, 120), (30, 480.15)],
)
def test_what_is_no_position_lies_nowhere(latitude: float, longitude: float) -> None:
    assert names(latitude, longitude) == []


def test_at_the_citys_own_border_the_one_district_is_not_sure() -> None:
    north = next(each for each in outlines.load() if each.district == "330110").rings[0][0]
    for off in (-0.003, 0, 0.003):
        found = whereabouts(north[0] + off, north[1])
        assert [each.name for each in found.districts] == ["余杭区"]
        assert not found.sure


def test_every_district_of_today_has_an_outline() -> None:
    today = {each.code for each in divisions.load().at(DivisionLevel.DISTRICT)}
    assert {outline.district for outline in outlines.load()} == today
    for outline in outlines.load():
        assert all(ring[0] == ring[-1] for ring in outline.rings)


def test_a_hole_is_outside() -> None:
    square = ((0.0, 0.0), (0.0, 4.0), (4.0, 4.0), (4.0, 0.0), (0.0, 0.0))
    hole = ((1.0, 1.0), (1.0, 3.0), (3.0, 3.0), (3.0, 1.0), (1.0, 1.0))
    outline = Outline("330102", (square, hole))
    assert depth_km((0.5, 2.0), outline) == pytest.approx(55.6)
    assert depth_km((2.0, 0.5), outline) == pytest.approx(55.6, rel=0.01)
    assert depth_km((1.5, 2.0), outline) == pytest.approx(-55.6)
    assert depth_km((5.0, 2.0), outline) == pytest.approx(-111.2)


@given(st.floats(), st.floats())
def test_no_number_breaks_it(latitude: float, longitude: float) -> None:
    found = whereabouts(latitude, longitude)
    assert found.sure is (district_at(latitude, longitude) is not None)


@given(st.floats(29, 31), st.floats(118, 121), st.floats(0, 2 * math.pi))
def test_a_step_inside_the_margin_never_leaves_a_sure_district_for_another(
    latitude: float, longitude: float, way: float
) -> None:
    sure = district_at(latitude, longitude)
    step = 0.9 * NEAR_KM / 111.2
    there = whereabouts(latitude + step * math.sin(way), longitude + step * math.cos(way))
    if sure:
        assert there.districts[0] == sure
        assert place(sure).code == sure.code
