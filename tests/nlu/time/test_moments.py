"""Times, looked back at from a Monday in March."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.time.moments import moments

MONDAY = date(2026, 3, 9)


@pytest.mark.parametrize(
    ("text", "words", "start", "end"),
    [
        ("昨儿晚上停电", "昨儿晚上", date(2026, 3, 8), None),
        ("今朝早浪又停了", "今朝早浪", date(2026, 3, 9), None),
        ("昨日夜里向吵死了", "昨日夜里向", date(2026, 3, 8), None),
        ("三天前坏的", "三天前", date(2026, 3, 6), None),
        ("礼拜三修过", "礼拜三", date(2026, 3, 4), None),
        ("周三上午来的", "周三上午", date(2026, 3, 4), None),
        ("下周一要停水", "下周一", date(2026, 3, 16), None),
        ("明天要停水", "明天", date(2026, 3, 10), None),
        ("上周末", "上周末", date(2026, 3, 7), date(2026, 3, 8)),
        ("10月1号到7号", "10月1号到7号", date(2025, 10, 1), date(2025, 10, 7)),
        ("三月五号到三月八号", "三月五号到三月八号", date(2026, 3, 5), date(2026, 3, 8)),
        ("昨天到今天", "昨天到今天", date(2026, 3, 8), date(2026, 3, 9)),
        ("上个月中旬", "上个月中旬", date(2026, 2, 11), date(2026, 2, 20)),
        ("去年元月份", "去年元月份", date(2025, 1, 1), date(2025, 1, 31)),
        ("去年上半年", "去年上半年", date(2025, 1, 1), date(2025, 6, 30)),
        ("八月份装的", "八月份", date(2025, 8, 1), date(2025, 8, 31)),
        ("2023年5月", "2023年5月", date(2023, 5, 1), date(2023, 5, 31)),
        ("二零二三年五月", "二零二三年五月", date(2023, 5, 1), date(2023, 5, 31)),
        ("1998年的房子", "1998年", date(1998, 1, 1), date(1998, 12, 31)),
        ("15号晚上", "15号晚上", date(2026, 2, 15), None),
        ("旧年", "旧年", date(2025, 1, 1), date(2025, 12, 31)),
        ("腊月廿八", "腊月廿八", date(2026, 2, 15), None),
        ("去年腊月", "去年腊月", date(2026, 1, 19), date(2026, 2, 16)),
        ("大年三十晚上", "大年三十晚上", date(2026, 2, 16), None),
        ("正月十五", "正月十五", date(2026, 3, 3), None),
        ("农历八月十五", "农历八月十五", date(2025, 10, 6), None),
        ("闰六月初三", "闰六月初三", date(2025, 7, 27), None),
        ("去年六月初三", "去年六月初三", date(2025, 6, 27), None),
        ("中秋", "中秋", date(2025, 10, 6), None),
        ("去年清明", "去年清明", date(2025, 4, 4), None),
        ("国庆节", "国庆节", date(2025, 10, 1), None),
        ("六一儿童节", "儿童节", date(2025, 6, 1), None),
        ("冬至那天", "冬至那天", date(2025, 12, 21), None),
        ("2021年国庆节", "2021年国庆节", date(2021, 10, 1), None),
    ],
)
def test_days_that_are_certain(text: str, words: str, start: date, end: date | None) -> None:
    (moment,) = moments(text, MONDAY)
    assert (moment.text, moment.start, moment.end) == (words, start, end or start)
    assert not moment.vague


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("前几天还好的", "前几天"),
        ("前年闰六月", "前年闰六月"),  # that year had none
        ("前两天", "前两天"),
        ("前阵子", "前阵子"),
        ("好一阵子没修", "好一阵子"),
        ("最近老停电", "最近"),
        ("这段时间", "这段时间"),
        ("上次反映过", "上次"),
        ("三五天前", "三五天前"),
        ("半个月前", "半个月前"),
        ("两个星期以前", "两个星期以前"),
        ("去年夏天", "去年夏天"),
        ("去年年底", "去年年底"),
        ("上个月底", "上个月底"),
        ("国庆期间", "国庆期间"),
        ("清明前后", "清明前后"),
        ("春节前", "春节前"),
        ("去年除夕", "去年除夕"),
        ("过年的时候", "过年的时候"),
        ("年前", "年前"),
        ("近三年", "近三年"),
    ],
)
def test_vague_words_are_marked_and_get_no_days(text: str, words: str) -> None:
    (moment,) = moments(text, MONDAY)
    assert (moment.text, moment.start, moment.end, moment.vague) == (words, None, None, True)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("每天晚上十点", "每天晚上十点"),
        ("天天漏水", "天天"),
        ("周一到周五", "周一到周五"),
        ("坏了两个星期了", "两个星期了"),
        ("凌晨两三点", "凌晨两三点"),
    ],
)
def test_habits_and_spells_are_no_date_and_not_vague(text: str, words: str) -> None:
    (moment,) = moments(text, MONDAY)
    assert (moment.text, moment.start, moment.vague) == (words, None, False)


@pytest.mark.parametrize(
    "text",
    [
        "目前天气热",
        "周一鸣来过",
        "三号楼",
        "十一幢",
        "雨水漏进来",
        "大雪天",
        "三年级",
        "中秋路",
        "第三周",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert moments(text, MONDAY) == ()


def test_a_feast_to_come_is_the_one_that_was() -> None:
    for month in range(1, 13):
        today = date(2025, month, 15)
        for words in ("中秋节", "腊月廿八", "冬至", "清明节", "除夕"):
            (moment,) = moments(words, today)
            assert moment.start is not None
            assert 0 <= (today - moment.start).days < 400


@given(
    st.text(
        "去前今昨年月日天号初廿十一二三五八半个上下周礼拜里中秋春节腊正每到至前后里0123456789点",
        max_size=30,
    ),
    st.dates(),
)
def test_no_words_and_no_day_make_it_raise(text: str, today: date) -> None:
    for moment in moments(text, today):
        assert moment.text in text
        assert (moment.start is None) == (moment.end is None)
        if moment.start and moment.end:
            assert moment.start <= moment.end
            assert not moment.vague
