"""A station's own places: read whole or not at all, every bad line named, kept and forgotten."""

from pathlib import Path

import pytest

from data import own_place
from data.own_place import Kind, OwnPlace
from data.reference.place import divisions
from data.sheet import Reason, SheetError


def write(path: Path, *lines: str) -> Path:
    path.write_bytes("\n".join(lines).encode("gb18030"))
    return path


def test_places_lie_as_deep_as_the_row_says(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        "name,district,street,community,kind",
        "听雨家园,西湖区,,,",
        "听雨家园东门菜场,西湖,翠苑街道,,市场",
        "老厂宿舍,上城区,闸弄口街道,红梅社区,俗称",
        "老下城,下城区,,,俗称",
    )
    known = divisions.load().by_code
    found = [(place.name, known[place.code].words, place.kind) for place in own_place.read(path)]
    assert found == [
        ("听雨家园", "西湖区", Kind.ESTATE),
        ("听雨家园东门菜场", "西湖区翠苑街道", Kind.MARKET),
        ("老厂宿舍", "上城区闸弄口街道红梅社区", Kind.NICKNAME),
        ("老下城", "拱墅区", Kind.NICKNAME),
    ]


def test_chinese_column_names_are_understood(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", "小区,区县,街道", "听雨家园,西湖区,翠苑街道")
    assert own_place.read(path)[0].name == "听雨家园"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("听雨家园,天山区,,,", Reason.UNKNOWN_PLACE),
        ("听雨家园,西湖区,没有街道,,", Reason.UNKNOWN_PLACE),
        ("听雨家园,西湖区,清波街道,,", Reason.CONTRADICTION),
        ("听雨家园,西湖区,,红梅社区,", Reason.CONTRADICTION),
        ("听雨家园,西湖区,,没有的社区,", Reason.UNKNOWN_PLACE),
        ("听雨家园,西湖区,,,码头", Reason.UNKNOWN_KIND),
        ("听,西湖区,,,", Reason.BAD_NAME),
        ("听雨家园,,,,", Reason.BLANK),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_taken(tmp_path: Path, row: str, reason: Reason) -> None:
    path = write(
        tmp_path / "a.csv", "name,district,street,community,kind", "好的家园,西湖区,,,", row
    )
    with pytest.raises(SheetError) as caught:
        own_place.read(path)
    assert [(fault.line, fault.reason) for fault in caught.value.faults] == [(3, reason)]


def test_one_community_in_two_districts_is_a_contradiction(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.csv",
        "name,district,community",
        "东楼,上城区,红梅社区",
        "西楼,西湖区,红梅社区",
    )
    with pytest.raises(SheetError) as caught:
        own_place.read(path)
    (fault,) = caught.value.faults
    assert (fault.line, fault.reason) == (3, Reason.CONTRADICTION)
    assert "上城区闸弄口街道红梅社区" in fault.what


def test_places_are_kept_once_and_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "home" / "places.csv"
    garden = OwnPlace("听雨家园", "330106", Kind.ESTATE)
    market = OwnPlace("南门菜场", "330106", Kind.MARKET)
    assert own_place.load(path) == ()
    assert own_place.keep(path, [garden]) == 1
    assert own_place.keep(path, [garden, market]) == 1
    assert own_place.load(path) == (garden, market)
    assert own_place.forget(path, "听雨家园") == 1
    assert own_place.forget(path, "听雨家园") == 0
    assert own_place.load(path) == (market,)


def test_a_place_whose_division_is_no_more_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "places.csv"
    path.write_text(
        "name,code,kind\n甲家园,330106,estate\n乙家园,999999,estate\n", encoding="utf-8"
    )
    assert [place.name for place in own_place.load(path)] == ["甲家园"]
