"""Into the books: what is kept of what was told."""

import pytest

from data.record.conversation import Channel
from data.record.opinion import OpinionState
from data.settings import Settings
from handlers.action.context import ActionContext
from handlers.action.creation import NewOpinion, create_opinion
from handlers.opinion.source import Source
from nlu.context import Context
from tests.support.loop import LAMP, STAFF, STREET, UNSURE, World


@pytest.fixture
def settings(sqlite_settings: Settings) -> Settings:
    return sqlite_settings


def test_what_was_told_is_kept(world: World) -> None:
    text = f"{LAMP}，我的电话是13588123456"
    code = world.file(text, spot="三幢楼下", reporter="王秀英", phone="13588123456")
    filed = world.opinion(code)
    assert filed.words == text
    assert "13588123456" not in filed.matter
    assert (filed.spot, filed.reporter, filed.phone) == ("三幢楼下", "王秀英", "13588123456")
    assert (filed.place_code, filed.place_name) == (STREET, "上城区清波街道")
    assert (filed.level, filed.filed_at) == ("township", world.now)
    assert (filed.limit, filed.version) == ("general", 1)
    assert filed.topic_code
    assert filed.topic_name


def test_its_history_begins_with_the_resident(world: World) -> None:
    event, *_ = world.events(world.file(UNSURE))
    assert (event.action, event.actor, event.version) == ("file", "resident", 0)
    assert (event.state_from, event.state_to) == (None, OpinionState.RECEIVED)
    assert event.words_resident


def test_danger_has_its_own_limit_from_the_start(world: World) -> None:
    filed = world.opinion(world.file("清波街道三幢煤气漏了，味道很大"))
    assert (filed.urgent, filed.limit) == ("gas", "danger")


@pytest.mark.parametrize("text", [LAMP, UNSURE])
def test_what_is_said_to_one_deputy_is_told_to_that_one_once(world: World, text: str) -> None:
    mine, yours = world.deputy("甲"), world.deputy("乙")
    source = Source(Channel.DESK, station=STREET, addressed=mine.representative)
    heard = world.reader.understand(text, Context(station=STREET))
    with world.database.transaction() as session:
        acting = ActionContext(session, STAFF, world.now, "k-1")
        told = NewOpinion(text, heard.place)
        code = create_opinion(acting, source, told, heard, heard).code
    (notice,) = world.notices(code, "representative")
    assert notice.address == str(mine.representative) != str(yours.representative)
    assert "扫您的代表码" in notice.words
    assert notice.bundle is None
    assert [event.key for event in world.events(code)][:1] == ["k-1"]
    filed = world.opinion(code)
    assert (filed.channel, filed.place_name) == (Channel.DESK, None)
    assert (filed.station_code, filed.addressed_id) == (STREET, mine.representative)


def test_what_is_said_to_nobody_is_offered_once_it_is_assigned(world: World) -> None:
    world.deputy("甲")
    assert len(world.notices(world.file(LAMP), "representative")) == 1
    assert world.notices(world.file(UNSURE), "representative") == []
