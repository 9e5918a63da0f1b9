"""What is put right and what is left, with the real language model and a judge of our own."""

from collections.abc import Sequence

import pytest

from nlu.correction.corrector import Corrector, Judge, apart

WRONG_CHARACTER = 3.0
"""Nats; about what the ear finds a character less likely that it did not write."""


def deaf(texts: Sequence[str]) -> list[float]:
    """Every text of the same length fits the sound as well."""
    return [0.0] * len(texts)


def as_heard(said: str, wrong: float = WRONG_CHARACTER) -> Judge:
    def judge(texts: Sequence[str]) -> list[float]:
        return [-wrong * sum(map(str.__ne__, text, said)) for text in texts]

    return judge


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("隔壁饭店的有烟味道很大", "隔壁饭店的油烟味道很大"),
        ("楼上半夜打装，炒得我睡不着觉", "楼上半夜打桩，吵得我睡不着觉"),
        ("下水到赌了，一下雨就击水", "下水道堵了，一下雨就积水"),
        ("共城桥街道的路灯坏了", "拱宸桥街道的路灯坏了"),
        ("我住在锦秀家苑", "我住在锦绣嘉苑"),
    ],
)
def test_homophones_are_put_right(corrector: Corrector, heard: str, meant: str) -> None:
    assert corrector([heard], as_heard(heard)) == meant


@pytest.mark.parametrize(
    "said",
    [
        "我家楼道的灯坏了两个星期了，晚上看不见",
        "对的，就是这样。",
        "编号是27363726",
        "我姓章，立早章",
        "想问一下养老金认证怎么办，要带什么材料？",
        "Hello 123",
        "",
        "。",
    ],
)
def test_what_is_right_stays_right(corrector: Corrector, said: str) -> None:
    assert corrector([said], as_heard(said)) == said


def test_what_does_not_fit_the_sound_never_wins(corrector: Corrector) -> None:
    heard = "隔壁饭店的有烟直接排到我家窗户"
    assert corrector([heard], lambda texts: [0.0 if t == heard else -99.0 for t in texts]) == heard


def test_another_hearing_may_be_the_better_one(corrector: Corrector) -> None:
    heard = ["部队部队我说的是楼下", "不对不对我说的是楼下"]
    assert corrector(heard, deaf) == "不对不对我说的是楼下"


def test_what_a_station_taught_counts(corrector: Corrector) -> None:
    assert corrector(["楼道里的漏雨篷要换"], deaf) == "楼道里的漏雨蓬要换"


def test_nothing_is_left_out(corrector: Corrector) -> None:
    heard = ["马战山、李杜、唐俊武、苏兵艾、邓铁梅等也分起抗战"]
    assert len(corrector(heard, deaf)) == len(heard[0])


@pytest.mark.parametrize("short", ["", "下沙街道", "下沙街道我外孙女上学"])
def test_no_hearing_wins_by_leaving_out_what_was_said(corrector: Corrector, short: str) -> None:
    """A judge finds a shorter text likelier: it has less that could be wrong."""
    said = "下沙街道我外孙女上学，说名额满了"
    assert corrector([said, short], lambda texts: [-float(len(t)) for t in texts]) == said


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("路灯坏了。", "路灯，坏了", 0, 0),
        ("油烟", "有烟", 0, 0.1),
        ("催一催", "吹一吹", 0, 1),
        ("路灯", "馒头", 1.5, 2),
        ("路灯坏了", "路灯坏", 1, 1),
        ("", "路灯", 2, 2),
    ],
)
def test_how_different_two_texts_sound(one: str, other: str, least: float, most: float) -> None:
    assert least <= apart(one, other) <= most
    assert apart(one, other) == pytest.approx(apart(other, one))


def test_a_text_of_other_sounds_needs_a_better_reason(corrector: Corrector) -> None:
    """The ear is not so sure here, and by language alone 清醒 would do."""
    heard = "请省税局调查处理，给小股东一个公道说法"
    assert corrector([heard], as_heard(heard, wrong=2.0)) == heard


@pytest.mark.parametrize(
    ("heard", "sure", "meant"),
    [
        ("一楼上装修把防水层弄坏了", 3.5, "楼上装修把防水层弄坏了"),
        ("以清波街道的路灯坏了", 3.5, "清波街道的路灯坏了"),
        ("一楼的灯坏了好几天", 8.0, "一楼的灯坏了好几天"),
        ("不满意", 0.0, "不满意"),
        ("一", 0.0, "一"),
    ],
)
def test_a_breath_is_no_word(corrector: Corrector, heard: str, sure: float, meant: str) -> None:
    """`sure` is by how much the ear believes the first character, in nats."""

    def judge(texts: Sequence[str]) -> list[float]:
        return [as_heard(heard)([t])[0] if len(t) == len(heard) else -sure for t in texts]

    assert corrector([heard], judge) == meant
