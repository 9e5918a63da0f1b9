"""Dangers to life: those that are there now, and what only sounds like one."""

from pathlib import Path

import pytest

from data.reference import table
from data.reference.matter import urgent
from data.reference.table import TableError
from nlu.jurisdiction.danger import urgent_matter
from nlu.understander import Understander


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        ("我家厨房有煤气味，头晕得很", "gas", "96777"),
        ("楼道里着火了，浓烟很大", "fire", "119"),
        ("昨天落下来的电线还在路上，有人触电了", "wires", "95598"),
        ("有人关在电梯里出不来了", "trapped", "96333"),
        ("孩子掉到河里了快来人啊", "drowning", "110"),
        ("我真的不想活了", "self_harm", "12356"),
        ("老人晕倒了没有呼吸", "medical", "120"),
        ("隔壁有人拿刀，在打架", "violence", "110"),
        ("老公天天打我", "violence", "110"),
        ("奶奶走丢了，从早上到现在没回来", "missing", "110"),
        ("后面那堵围墙要塌了", "collapse", "119"),
        ("昨天晚上变压器冒烟了，现在还有味道", "wires", "95598"),
        ("又着火了，上次也是这里", "fire", "119"),
        # After what is over nothing else says danger: only that it began again.
        ("楼下着火，灭了又燃了", "fire", "119"),
        ("楼道里着火，扑灭了再次燃了", "fire", "119"),
        ("煤气漏了，修好了还有味道", "gas", "96777"),
        ("墙要塌了，加固好了还是在往下掉砖", "collapse", "119"),
        ("楼下着火，灭了一半，还没灭完", "fire", "119"),
        ("楼下着火，灭掉了，但是烟越来越大", "fire", "119"),
        ("奶奶走丢了，说找到了，可是不是她", "missing", "110"),
    ],
)
def test_a_danger_is_recognised_with_whom_to_call(text: str, kind: str, number: str) -> None:
    found = urgent_matter(text)
    assert found is not None
    assert found.kind == kind
    assert number in found.numbers
    assert number in found.advice


@pytest.mark.parametrize(
    "text",
    [
        "煤气费太贵了",
        "消防通道被堵了，万一着火怎么办",
        "去年楼里着过火，后来一直没修",
        "邻居火气很大，天天发火",
        "电动车在楼道里充电，容易引起火灾",
        "希望多做防溺水宣传",
        "生意不好做，店要活不下去了",
        "电梯坏了三天了，爬楼爬不动",
        "井盖没了，孩子差点掉下去",
        "家里着火已经扑灭了",
        "听说隔壁小区着火了",
        "煤气有点漏，已经修好了",
        "手机掉到河里了",
        "没有着火，就是烟囱冒烟",
        "小区环境一塌糊涂",
        "打我电话就行",
        "楼下烧烤的油烟味太大了",
        "狗走丢了",
        "",
    ],
)
def test_what_only_sounds_like_a_danger_is_none(text: str) -> None:
    assert urgent_matter(text) is None


def test_it_is_said_in_the_json_only_where_there_is_one(reader: Understander) -> None:
    assert "urgent" not in reader.understand("楼下的路灯坏了").as_json()
    said = reader.understand("楼道里着火了").as_json()["urgent"]
    assert said["kind"] == "fire"
    assert "119" in said["advice"]


def test_a_text_of_any_length_is_read_in_time() -> None:
    assert urgent_matter("电线" * 20_000) is None
    assert urgent_matter("怕" * 20_000 + "着火") is None


HEADER = "kind,numbers,phrases,unless,lasts,advice\n"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("kind,numbers\nfire,119\n", "no column"),
        (HEADER + "fire,119,着火,,no,马上打119\nflood,110,大水,,maybe,打110\n", "line 3"),
        (HEADER + "fire,119,着火,,no,马上离开\n", "names none of the numbers"),
    ],
)
def test_a_bad_line_of_a_station_s_own_table_is_named(
    own_tables: Path, text: str, why: str
) -> None:
    (own_tables / "urgent.csv").write_text(text, encoding="utf-8")
    table.use(own_tables)
    with pytest.raises(TableError, match=why):
        urgent.dangers()


def test_a_station_s_own_table_counts(own_tables: Path) -> None:
    assert urgent_matter("江水倒灌") is None
    line = "flood,110,江水倒灌,,no,往高处走，打110\n"
    (own_tables / "urgent.csv").write_text(HEADER + line, encoding="utf-8")
    table.use(own_tables)
    assert [danger.kind for danger in urgent.dangers()] == ["flood"]
    found = urgent_matter("江水倒灌")
    assert found
    assert found.kind == "flood"
    assert table.path("units.csv").parent == table.OURS
    table.use(own_tables.parent / "another home")
    assert urgent_matter("江水倒灌") is None
