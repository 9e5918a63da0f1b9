"""幢, 单元 and 室."""

import pytest

from nlu.particular.building import building
from nlu.understanding import Building


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三幢二单元301室漏水", ("三幢二单元301室", "3", "2", "301")),
        ("12幢2单元", ("12幢2单元", "12", "2", None)),
        ("5-2-301", ("5-2-301", "5", "2", "301")),
        ("三幢，二单元，四楼", ("三幢，二单元", "3", "2", None)),
        ("A座1203", ("A座1203", "A", None, "1203")),
        ("三幢三零一", ("三幢三零一", "3", None, "301")),
        ("2号楼3单元1502", ("2号楼3单元1502", "2", "3", "1502")),
        ("二单元楼下", ("二单元", None, "2", None)),
        ("我住502室", ("502室", None, None, "502")),
        ("不是三幢，是五幢", ("五幢", "5", None, None)),
        ("我住三幢，漏水的是二单元", ("三幢，二单元", "3", "2", None)),
        ("三幢二单元301室漏水，二单元都知道", ("三幢二单元301室", "3", "2", "301")),
        ("三幢一单元，不对，二单元", ("三幢一单元，二单元", "3", "2", None)),
        ("东座", ("东座", "东", None, None)),
    ],
)
def test_buildings(text: str, expected: tuple[str, str | None, str | None, str | None]) -> None:
    assert building(text) == Building(*expected)


@pytest.mark.parametrize(
    "text",
    [
        "两幢楼都停电",
        "一幢房子",
        "整幢楼",
        "几幢不晓得",
        "三个单元",
        "每个单元",
        "讲座位置",
        "有一座桥",
        "一幢幢楼",
        "同一栋楼",
        "建设1栋5层的楼",
        "2026-03-301",
    ],
)
def test_what_names_none(text: str) -> None:
    assert building(text) is None
