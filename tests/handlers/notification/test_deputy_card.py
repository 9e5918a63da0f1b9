"""The card of a deputy: what stands on it, and what can be done with it by whom."""

from datetime import datetime

import pytest

from data.calendar import HANGZHOU
from data.record.opinion import Opinion
from data.settings import Settings
from handlers.message import chat_text
from handlers.notification import deputy_card
from handlers.opinion import receipt
from handlers.opinion.lifecycle import Action
from tests.support.loop import LAMP, STAFF, UNIT, World


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


def opinion(world: World, **changed: object) -> Opinion:
    """A lamp that was filed, with something of it changed."""
    found = world.opinion(world.file())
    for name, value in changed.items():
        setattr(found, name, value)
    return found


def test_it_says_what_where_since_when_and_until_when(world: World) -> None:
    due = datetime(2026, 3, 12, 17, tzinfo=HANGZHOU)
    lamp = opinion(world, due_at=due, place_name="清波街道")
    assert deputy_card.text(lamp, "新的一件") == (
        f"【{receipt.shown(lamp.code)}】新的一件\n事情：{LAMP}\n地方：清波街道\n反映时间：3月5日"
        "\n期限：3月12日17点前"
    )


def test_the_day_is_that_of_hangzhou(world: World) -> None:
    world.later(hours=15)  # half past five in the afternoon in Greenwich
    assert "反映时间：3月6日" in deputy_card.text(opinion(world), "")


def test_danger_and_haste_stand_on_it(world: World) -> None:
    calm, pressing = opinion(world), opinion(world, urgent="fire", urged=3)
    for words in ("请马上看", "催过"):
        assert words not in deputy_card.text(calm, "")
    assert "请马上看\n群众催过3次" in deputy_card.text(pressing, "")


def test_a_long_story_is_cut_and_the_place_is_the_best_that_is_known(world: World) -> None:
    card = deputy_card.text(opinion(world, matter="长" * 500), "")
    assert card.count("长") == 400
    assert deputy_card.place(opinion(world, place_name=None, spot="桥下")) == "桥下"
    assert deputy_card.place(opinion(world, place_name=None, spot=None)) == chat_text.NO_PLACE


def test_name_and_phone_do_not_stand_on_it(world: World) -> None:
    code = world.file(f"{LAMP}，身份证330102194001011234", reporter="王秀英", phone="13588123456")
    card = deputy_card.text(world.opinion(code), "")
    for personal in ("王秀英", "13588123456", "194001011234"):
        assert personal not in card


def test_what_nobody_has_can_be_claimed_and_heard(world: World) -> None:
    lamp = opinion(world)
    assert [each.payload for each in deputy_card.buttons(lamp, 1)] == [
        f"/claim {lamp.code}",
        f"/hear {lamp.code}",
    ]


def test_only_who_has_it_can_deal_with_it(world: World) -> None:
    code, mine, yours = world.file(), world.deputy("甲"), world.deputy("乙")
    world.do(mine, "claim", code)
    lamp = world.opinion(code)
    assert deputy_card.actions(lamp, mine.representative) == deputy_card.OWN
    assert deputy_card.buttons(lamp, yours.representative) == ()
    assert deputy_card.buttons(lamp, None) == ()


def test_what_is_over_has_no_buttons(world: World) -> None:
    answered, over = world.file(), world.file()
    deputy = world.deputy()
    world.do(deputy, "claim", answered)
    world.do(deputy, "answer", answered, words="灯已换好")
    possible = deputy_card.actions(world.opinion(answered), deputy.representative)
    assert Action.ANSWER not in possible
    world.do(UNIT, "progress", over, words="在办")
    world.do(STAFF, "withdraw", over)
    assert deputy_card.buttons(world.opinion(over), deputy.representative) == ()
