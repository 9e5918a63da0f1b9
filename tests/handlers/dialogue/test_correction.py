"""Mending one thing and keeping the rest."""

from dataclasses import replace

import pytest

from handlers.context.draft import Draft
from handlers.dialogue.correction import amend
from nlu.understanding import Entities, Intent, IntentName, Place, Topic, Understanding

QINGBO = Place(
    "330102001", "清波街道", "street", "上城区", "清波街道", None, "清波街道", "exact", 1.0
)
CUIYUAN = Place(
    "330106009", "翠苑街道", "street", "西湖区", "翠苑街道", None, "翠苑街道", "exact", 1.0
)
DRAFT = Draft(
    matter="清波街道三幢楼上的灯坏了两个星期",
    place=QINGBO,
    spot="三幢楼上",
    reporter="王",
    phone="13588123456",
)
DENY = Understanding("", Intent(IntentName.DENY, 1.0))


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("不对，是楼下", "清波街道三幢楼下的灯坏了两个星期"),
        ("不对不对，我说的是楼下，不是楼上。", "清波街道三幢楼下的灯坏了两个星期"),
        ("不是楼上，是楼下", "清波街道三幢楼下的灯坏了两个星期"),
        ("错了，不是三幢是五幢", "清波街道五幢楼上的灯坏了两个星期"),
        ("不对，是五幢", "清波街道五幢楼上的灯坏了两个星期"),
        ("呃，不对，应该是三个星期", "清波街道三幢楼上的灯坏了三个星期"),
    ],
)
def test_mends_the_words_and_keeps_the_rest(text: str, matter: str) -> None:
    mended = amend(DRAFT, text, DENY)
    assert mended.matter == matter
    assert replace(mended, matter=DRAFT.matter, spot=DRAFT.spot) == DRAFT


def test_mends_the_spot_where_the_story_says_nothing_of_it() -> None:
    draft = replace(DRAFT, matter="灯坏了", spot=None)
    assert amend(draft, "不对，是后门旁边", DENY) == replace(draft, spot="后门旁边")


def test_mends_the_place_in_the_story_too() -> None:
    mended = amend(DRAFT, "不对，是翠苑街道", replace(DENY, place=CUIYUAN))
    assert mended.place == CUIYUAN
    assert mended.matter == "翠苑街道三幢楼上的灯坏了两个星期"
    assert mended.phone == DRAFT.phone


def test_mends_the_phone() -> None:
    found = replace(DENY, entities=Entities(phones=("13900001111",)))
    mended = amend(DRAFT, "电话不对，是13900001111", found)
    assert mended == replace(DRAFT, phone="13900001111")


def test_a_new_story_takes_the_place_of_the_old_one() -> None:
    topic = Topic("01", "城乡建设", ("城乡建设",), 0.9)
    mended = amend(DRAFT, "不对，我说的是电梯坏了好几天", replace(DENY, topics=(topic,)))
    assert mended.matter == "电梯坏了好几天"
    assert mended.place == QINGBO


def test_words_that_tell_nothing_replace_no_story() -> None:
    assert amend(DRAFT, "不对，你再想一想看嘛", DENY) == DRAFT


@pytest.mark.parametrize("text", ["不对", "不对不对。", "错了", "不是的"])
def test_a_bare_no_changes_nothing(text: str) -> None:
    assert amend(DRAFT, text, DENY) == DRAFT
