"""Phones, names, times, codes and spots, written and spoken, and the text with them covered."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.context import Question
from nlu.particular.particulars import particulars
from nlu.text.numerals import digits, number
from nlu.understanding import Building, Duration, Entities

MONDAY = date(2026, 3, 9)


def read(text: str, question: Question = Question.NOTHING) -> Entities:
    """The entities of a text on a Monday."""
    return particulars(text, question, MONDAY)[0]


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("我的电话13588881234", "13588881234"),
        ("一三五八八八八一二三四", "13588881234"),
        ("幺三五，八八八八，一二三四", "13588881234"),
        ("一三五八八六六七七八八", "13588667788"),
        ("一三五，八八六六，呃，七七八八", "13588667788"),
        ("135 8888 1234 打这个", "13588881234"),
        ("+86 13588881234", "13588881234"),
        ("０５７１－８７８８１２３４".replace("－", "-"), "057187881234"),
        ("家里电话是87881234", "87881234"),
    ],
)
def test_phones_written_and_spoken(text: str, phone: str) -> None:
    assert read(text).phones == (phone,)


@pytest.mark.parametrize("text", ["编号37265849", "12345热线", "一三五都可以", "花了20000000元"])
def test_what_is_no_phone(text: str) -> None:
    assert read(text).phones == ()


def test_a_local_number_is_a_phone_when_one_was_asked_for() -> None:
    assert read("八七八八一二三四", Question.PHONE).phones == ("87881234",)
    assert read("八七八八一二三四", Question.PHONE).code is None


@pytest.mark.parametrize(
    "text",
    [
        "3726 5849",
        "3726-5849",
        "37265849",
        "三七二六五八四九",
        "３７２６５８４９",
        "编号是三七二六 五八四九",
    ],
)
def test_receipt_codes(text: str) -> None:
    assert read(text).code == "37265849"


def test_part_of_a_code_counts_when_it_was_asked_for() -> None:
    assert read("三七二六", Question.CODE).code == "3726"
    assert read("三七二六").code is None


def test_a_code_beside_a_phone_is_read() -> None:
    found = read("13588881234，编号3726 5849")
    assert (found.phones, found.code) == (("13588881234",), "37265849")


def test_a_code_said_with_pauses_is_read_whole() -> None:
    assert read("三 七 二 六 ， 五 八 四 九", Question.CODE).code == "37265849"


@pytest.mark.parametrize(
    "text", ["13588881234", "12345热线", "花了37265849元", "2026年3月5日", "他在2009-2020年之间"]
)
def test_what_is_no_code(text: str) -> None:
    assert read(text).code is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("我叫王秀英，住在翠苑", "王秀英"),
        ("我叫李梅住在翠苑", "李梅"),
        ("免贵姓陈", "陈"),
        ("我姓欧阳", "欧阳"),
        ("叫我张阿姨好了", "张阿姨"),
        ("我的名字是赵建国。", "赵建国"),
        ("我叫李梅今年六十五", "李梅"),
        ("我叫王秀英王秀英", "王秀英"),
        ("我是张建国，路灯坏了", "张建国"),
        ("叫我小王", "小王"),
        ("我叫王来福，住这里", "王来福"),
        ("我叫，呃，王秀英", "王秀英"),
        ("我叫欧阳娜娜", "欧阳娜娜"),
        ("我是业主王伟，谢谢", "王伟"),
    ],
)
def test_names_that_people_give(text: str, name: str) -> None:
    assert read(text).names == (name,)


@pytest.mark.parametrize(
    "text",
    [
        "我是余杭的",
        "我是高中老师",
        "我叫了三次",
        "我叫物业来修",
        "我是温州人",
        "本人强烈要求",
        "本人陈述的",
        "我想叫人来修",
    ],
)
def test_what_is_no_name(text: str) -> None:
    entities, masked = particulars(text, Question.NOTHING, MONDAY)
    assert entities.names == ()
    assert masked == text


def test_a_place_is_no_name() -> None:
    assert particulars("我是江干，谢谢", Question.NOTHING, MONDAY, ((2, 4),))[0].names == ()


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("我姓钱，物业乱收钱", "我姓*，物业乱收钱"),
        ("我姓王，名建国", "我姓*，名*"),
        ("我姓王，叫王建国", "我姓*，叫王**"),
        ("我叫陈晓红六十八岁", "我叫陈**六十八岁"),
        ("我叫王秀英，王秀英的房子", "我叫王**，王**的房子"),
        ("我老公叫陈大伟，他知道", "我老公叫陈**，他知道"),
        ("联系人王小明", "联系人王**"),
        ("微信号abc_12345", "微信号*"),
        ("浙A·12D45乱停车", "浙A·*乱停车"),
        ("写信给zhang@example.com", "写信给*@example.com"),
        ("座机8788 1234，电话87881234", "座机****1234，电话****1234"),
    ],
)
def test_everything_that_tells_who_she_is_is_covered(text: str, covered: str) -> None:
    assert particulars(text, Question.NOTHING, MONDAY)[1] == covered


def test_another_persons_name_is_not_hers() -> None:
    assert read("我老公叫陈大伟").names == ()


def test_a_bare_name_is_one_only_when_asked_for() -> None:
    assert read("王秀英", Question.WHO).names == ("王秀英",)
    assert read("嗯，王秀英，住翠苑", Question.WHO).names == ("王秀英",)
    assert read("姓王", Question.WHO).names == ("王",)
    assert read("王秀英").names == ()
    assert read("马上", Question.WHO).names == ()
    assert read("不想说", Question.WHO).names == ()


@pytest.mark.parametrize(
    ("text", "words", "start", "end"),
    [
        ("昨天就坏了", "昨天", date(2026, 3, 8), date(2026, 3, 8)),
        ("大前天晚上", "大前天晚上", date(2026, 3, 6), date(2026, 3, 6)),
        ("上个礼拜三修过", "上个礼拜三", date(2026, 3, 4), date(2026, 3, 4)),
        ("上周坏的", "上周", date(2026, 3, 2), date(2026, 3, 8)),
        ("3月5号停水", "3月5号", date(2026, 3, 5), date(2026, 3, 5)),
        ("十二月二十五日停电", "十二月二十五日", date(2025, 12, 25), date(2025, 12, 25)),
        ("2026-03-05贴的通知", "2026-03-05", date(2026, 3, 5), date(2026, 3, 5)),
        ("上个月的事", "上个月", date(2026, 2, 1), date(2026, 2, 28)),
        ("去年十一月", "去年十一月", date(2025, 11, 1), date(2025, 11, 30)),
        ("坏了两个星期了", "两个星期了", None, None),
        ("前几天还好的", "前几天", None, None),
        ("2月30号", "2月30号", None, None),
    ],
)
def test_times_and_the_days_that_are_certain(
    text: str, words: str, start: date | None, end: date | None
) -> None:
    (moment,) = read(text).times
    assert (moment.text, moment.start, moment.end) == (words, start, end)


@pytest.mark.parametrize(
    ("text", "spot"),
    [
        ("三幢楼下的路灯坏了", "三幢楼下"),
        ("在5号门口", "5号门口"),
        ("菜场旁边垃圾没人收", "菜场旁边"),
        ("不对，是楼下", "楼下"),
        ("我说的是楼下，不是楼上", "楼下"),
        ("12幢2单元301室漏水", "12幢2单元301室"),
        ("三幢楼下路灯坏了", "三幢楼下"),
        ("三幢二单元301室漏水，楼下十来户都受影响", "三幢二单元301室"),
        ("三幢楼下坏了，不对，是楼上", "楼上"),
        ("古墩路和文二路路口红绿灯坏了", "古墩路和文二路路口"),
    ],
)
def test_the_spot_inside_a_place(text: str, spot: str) -> None:
    assert read(text).detail == spot


@pytest.mark.parametrize(
    "text", ["打12345热线", "路灯坏了", "今天3号", "养老金太少", "这边路不平", "看不清楚几路车"]
)
def test_what_is_no_spot(text: str) -> None:
    assert read(text).detail is None


def test_personal_data_is_covered() -> None:
    text = "我叫王秀英，电话一三五八八八八一二三四，身份证330106194903070025，路灯坏了"
    _, masked = particulars(text, Question.NOTHING, MONDAY)
    assert masked == "我叫王**，电话135****1234，身份证330****0025，路灯坏了"


@given(st.integers(3, 9), st.integers(0, 999_999_999))
def test_no_mobile_number_survives_covering(second: int, rest: int) -> None:
    number_ = f"1{second}{rest:09}"
    spoken = number_.translate(str.maketrans("0123456789", "零幺二三四五六七八九"))
    for text in (number_, spoken):
        _, masked = particulars(f"我的手机是{text}，谢谢", Question.NOTHING, MONDAY)
        assert text not in masked
        assert "****" in masked


PIECES = (
    "整整 大半 半 一 两 三五 十来 好几 几 上百 不到 2026 3 12 30 百 千 万 个 多 来 年 月 天 日 号"
    " 周 星期 小时 前 后 以前 了 到 至 - 从 开始 至今 去年 今年 昨天 前几天 上 下 每 这 腊月 正月"
    " 初 廿 八 中秋 国庆 期间 除夕 点 晚上 幢 单元 室 座 A 人 户 老人 居民 以上 我叫 我姓 我是 王"
    " 秀英 阿姨 ， 。 电话 身份证 13588881234 X 0571 路 楼下 是 不是"
)


@given(
    st.lists(st.sampled_from(PIECES.split()), max_size=14).map("".join), st.sampled_from(Question)
)
@settings(max_examples=500)
def test_no_heap_of_pieces_makes_it_raise(text: str, question: Question) -> None:
    _, masked = particulars(text, question, MONDAY)
    assert "13588881234" not in masked


@given(st.text(), st.sampled_from(Question))
def test_no_text_makes_it_raise(text: str, question: Question) -> None:
    particulars(text, question, MONDAY)


def test_every_particular_of_one_sentence() -> None:
    found = read("三幢二单元301室漏水半个多月了，楼上楼下十来户都受影响，昨天物业来过")
    assert found.building == Building("三幢二单元301室", "3", "2", "301")
    assert found.duration == Duration("半个多月了", 15, 30)
    assert [(a.low, a.high) for a in found.affected] == [(8, 12)]
    assert [m.start for m in found.times if m.start] == [date(2026, 3, 8)]


@given(st.text())
def test_digits_keep_every_place(text: str) -> None:
    assert len(digits(text)) == len(text)


def test_small_numbers() -> None:
    assert [number(n) for n in ("3", "三", "十", "十二", "二十", "二十五", "多")] == [
        3, 3, 10, 12, 20, 25, None,
    ]  # fmt: skip


def test_the_craftsman_who_was_called_is_not_the_caller() -> None:
    assert read("我叫王师傅来修过，没修好").names == ()
