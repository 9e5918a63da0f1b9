"""Positions that phones share, at places whose district everybody knows."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.position import districts, place


@pytest.mark.parametrize(
    ("name", "latitude", "longitude", "expected"),
    [
        ("西湖断桥", 30.2590, 120.1513, {"西湖区"}),
        ("六和塔", 30.1970, 120.1330, {"西湖区"}),
        ("武林广场", 30.2735, 120.1635, {"拱墅区"}),
        ("滨江区政府", 30.2080, 120.2120, {"滨江区"}),
        ("富阳城区", 30.0490, 119.9600, {"富阳区"}),
        ("临安城区", 30.2340, 119.7250, {"临安区"}),
        ("桐庐县城", 29.7970, 119.6850, {"桐庐县"}),
        ("千岛湖镇", 29.6090, 119.0420, {"淳安县"}),
        ("新安江", 29.4760, 119.2810, {"建德市"}),
        ("萧山机场", 30.2361, 120.4320, {"萧山区", "钱塘区"}),
        ("良渚博物院", 30.3790, 120.0260, {"余杭区", "临平区"}),
        ("临平", 30.4190, 120.3000, {"余杭区", "临平区"}),
        ("下沙", 30.3180, 120.3450, {"上城区", "钱塘区"}),
    ],
)
def test_a_known_place_lies_in_its_district(
    name: str, latitude: float, longitude: float, expected: set[str]
) -> None:
    found = {district.name for district in districts(latitude, longitude)}
    near_a_border = name in {"西湖断桥", "武林广场", "六和塔"}
    assert expected < found if near_a_border else expected == found


@pytest.mark.parametrize(
    ("latitude", "longitude"),
    [(31.23, 121.47), (0, 0), (math.nan, 120), (30, math.inf), (90, 0), (-91, 400), (39.9, 116.4)],
)
def test_elsewhere_is_no_district(latitude: float, longitude: float) -> None:
    assert districts(latitude, longitude) == ()


def test_near_a_border_both_sides_are_named() -> None:
    found = {district.name for district in districts(30.2735, 120.1530)}
    assert {"西湖区", "拱墅区"} <= found


@given(st.floats(29, 31), st.floats(118, 121))
def test_no_position_breaks_it(latitude: float, longitude: float) -> None:
    for district in districts(latitude, longitude):
        assert place(district).code == district.code
