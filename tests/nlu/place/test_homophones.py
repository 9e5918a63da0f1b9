"""Names that were written by their sound: repaired where it is sure, left alone where it is not."""

import pytest

from nlu.context import Context
from nlu.place.finder import Places
from nlu.text.pronunciation import TONE, apart, syllables
from nlu.understander import Understander, load
from nlu.understanding import Understanding
from tests.conftest import MODELS_HOME


@pytest.mark.parametrize(
    ("heard", "place", "mended"),
    [
        ("彩河街道截臉社區的路灯坏了", "上城区采荷街道洁莲社区", "采荷街道洁莲社区的路灯坏了"),
        ("南院街道翁眉社區门口积水", "临平区南苑街道翁梅社区", "南苑街道翁梅社区门口积水"),
        ("星波街道的垃圾没人收", "上城区清波街道", "清波街道的垃圾没人收"),
        ("星波接到的垃圾没人收", "上城区清波街道", "清波街道的垃圾没人收"),
        ("林平区南院街道的井盖松了", "临平区南苑街道", "临平区南苑街道的井盖松了"),
        ("公树区和睦街道的车位", "拱墅区和睦街道", "拱墅区和睦街道的车位"),
        ("彰庆街道吴牙社区", "拱墅区长庆街道吴牙社区", "长庆街道吴牙社区"),
        ("文心街道德佳社区三幢", "西湖区文新街道德加社区", "文新街道德加社区三幢"),
    ],
)
def test_names_are_repaired_by_sound(
    reader: Understander, heard: str, place: str, mended: str
) -> None:
    found = reader.understand(heard)
    assert found.place is not None
    assert found.place.words == place
    assert found.text == heard
    assert found.mended == mended
    assert found.masked == mended


@pytest.mark.parametrize(
    "text",
    [
        "他们每次就是派几个社区的人来看看",
        "我们社区的物业不管事",
        "城乡结合部的垃圾没人收",
        "从农村来的人办社保要什么材料",
        "或者社区出面协调一下",
        "这个小区的电梯又坏了",
        "接到电话就来了",
        "到时损失谁来赔",
        "农村医保怎么交",
    ],
)
def test_ordinary_words_are_left_alone(reader: Understander, text: str) -> None:
    found = reader.understand(text)
    assert found.mended == text
    assert found.place is None


def test_a_village_of_one_sound_needs_something_that_supports_it(reader: Understander) -> None:
    assert reader.understand("朱苗村的路太窄").place is None
    found = reader.understand("仓前街道朱苗村的路太窄").place
    assert found is not None
    assert found.name == "朱庙社区"


def test_the_station_supports_what_is_near_to_it(reader: Understander) -> None:
    nearby = Context(station="330110012")
    found = reader.understand("朱苗村的路太窄", nearby)
    assert found.place is None or found.place.name == "朱庙社区"


def test_the_original_stays_beside_the_repair(reader: Understander) -> None:
    found: Understanding = reader.understand("星波街道，我叫王秀英，電話13588123456")
    assert found.text.startswith("星波街道")
    assert found.mended == "清波街道，我叫王秀英，电话13588123456"
    assert "13588123456" not in found.masked
    assert found.masked.startswith("清波街道，我叫王")


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [("采", "彩", 0), ("清", "星", 0.15), ("苑", "院", 0), ("四", "是", 0.05), ("南", "蓝", 0.075)],
)
def test_near_sounds_are_near(one: str, other: str, far: float) -> None:
    distance = min(apart(a, b) for a in syllables(one) for b in syllables(other))
    assert distance <= far + TONE + 0.001


def test_sounds_with_nothing_in_common_are_one_apart() -> None:
    assert apart("ma1", "si1") == 1
    assert syllables("a") == syllables("，") == ()


def test_every_reading_of_a_character_counts() -> None:
    assert {"zhang3", "chang2"} <= set(syllables("长"))
    assert "lv4" in syllables("绿")


def test_long_repairs_do_not_take_long_to_refuse(reader: Understander) -> None:
    assert reader.understand("镇街道社区村区市" * 1000).place is None


def test_nothing_named_is_no_place() -> None:
    assert load(MODELS_HOME / "cache").understand("你好").place is None
    assert Places().mended is None
