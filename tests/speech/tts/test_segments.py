"""Pieces: sentence by sentence, and the first one short."""

from hypothesis import given
from hypothesis import strategies as st

from speech.tts.segments import pieces, sentences

STORY = "您反映的，楼下的路灯坏了两个星期了，正在办。以后来说这个编号，我就告诉您。"


def new(_sentence: str) -> bool:
    return False


def test_a_sentence_a_piece() -> None:
    assert sentences("好的。怎么称呼您？不想说也没关系。") == [
        "好的。",
        "怎么称呼您？",
        "不想说也没关系。",
    ]
    assert sentences("") == []


def test_the_first_sound_comes_early() -> None:
    assert pieces(STORY, new) == [
        "您反映的，",
        "楼下的路灯坏了两个星期了，正在办。",
        "以后来说这个编号，我就告诉您。",
    ]


def test_what_is_ready_is_played_whole() -> None:
    assert pieces(STORY, lambda _: True) == sentences(STORY)


def test_a_short_first_sentence_stays_whole() -> None:
    assert pieces("您好，我是小清。慢慢说。", new) == ["您好，我是小清。", "慢慢说。"]


def test_a_long_sentence_is_cut_at_its_commas() -> None:
    long = "，".join(["楼下的路灯坏了"] * 12) + "。"
    found = sentences(long)
    assert "".join(found) == long
    assert max(map(len, found)) <= 36


@given(st.text(alphabet="好的您说，。？：；！ ", max_size=200))
def test_nothing_is_left_unsaid(text: str) -> None:
    said = "".join(pieces(text, new))
    marks = str.maketrans("", "", "，。？：；！")
    assert said.translate(marks) == text.translate(marks)
