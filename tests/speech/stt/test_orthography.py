"""How recognised text is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from speech.stt.orthography import simplified, without_loops, written


@pytest.mark.parametrize(
    ("heard", "wanted"),
    [
        ("我是紫陽街道的,弄堂口那個台階沒有扶手", "我是紫阳街道的，弄堂口那个台阶没有扶手"),
        ("路灯 坏 了 两 个 星期", "路灯坏了两个星期"),
        (" 对的, 就是这样 ", "对的，就是这样"),
        ("我在 KTV 旁边", "我在 KTV 旁边"),
        ("좋은 날씨 입니다", "좋은 날씨 입니다"),
        ("3.5 元, 8:30", "3.5 元， 8:30"),
        ("", ""),
    ],
)
def test_text_is_simplified_and_spaced_as_people_write(heard: str, wanted: str) -> None:
    assert written(heard) == wanted


@pytest.mark.parametrize(
    ("heard", "wanted"),
    [
        ("我们小区" + "的路灯" * 30, "我们小区的路灯"),
        ("啊" * 50, "啊"),
        ("谢谢谢谢", "谢谢谢谢"),
        ("不对不对，我说的是楼下", "不对不对，我说的是楼下"),
        ("那个那个那个路灯", "那个那个那个路灯"),
        ("电话13800000000", "电话13800000000"),
        ("一三八八八八八八八八八", "一三八八八八八八八八八"),
        ("12121212", "12121212"),
    ],
)
def test_loops_go_and_what_people_repeat_stays(heard: str, wanted: str) -> None:
    assert without_loops(heard) == wanted


@given(st.text(max_size=200))
def test_any_text_comes_through(text: str) -> None:
    once = written(text)
    assert len(once) <= len(text)
    assert written(simplified(once)) == written(once)
