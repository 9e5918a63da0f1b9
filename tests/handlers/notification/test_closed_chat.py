"""A chat that was closed to us: what was on its way, what comes later, and its opening again."""

from data.record.conversation import Channel, Conversation
from data.record.notice import Notice, NoticeState
from handlers.notification import closed_chat, outbox
from tests.support.loop import UNIT, World


def close(world: World, channel: Channel, address: str) -> None:
    with world.database.transaction() as session:
        closed_chat.close(session, channel, address, world.now)


def only(notices: list[Notice]) -> Notice:
    (notice,) = notices
    return notice


def test_a_resident_s_news_is_kept_and_so_is_what_comes_later(world: World) -> None:
    code, other = world.file(), world.file()
    close(world, Channel.REST, "resident-1")
    world.do(UNIT, "progress", code, words="灯已订了")
    assert [each.state for each in world.notices(code, "resident")] == [NoticeState.KEPT] * 2
    assert only(world.notices(other, "resident")).state is NoticeState.WAITING


def test_what_arrived_before_stays_delivered(world: World) -> None:
    code = world.file()
    world.later(minutes=1)
    with world.database.transaction() as session:
        assert outbox.take_news_for(session, Channel.REST, "resident-1", world.now)
    close(world, Channel.REST, "resident-1")
    assert only(world.notices(code, "resident")).state is NoticeState.DELIVERED


def test_the_same_address_on_another_channel_is_another_chat(world: World) -> None:
    code = world.file()
    close(world, Channel.TELEGRAM, "resident-1")
    assert only(world.notices(code, "resident")).state is NoticeState.WAITING


def test_a_deputy_s_news_goes_where_it_went_before_there_was_a_chat(world: World) -> None:
    deputy = world.deputy()
    world.chat_of(deputy)
    before = world.file()
    assert only(world.notices(before, "representative")).channel == Channel.TELEGRAM
    close(world, Channel.TELEGRAM, "chat")
    for code in (before, world.file()):
        told = only(world.notices(code, "representative"))
        assert (told.channel, told.address) == (outbox.LOG, str(deputy.representative))
        assert told.state is NoticeState.WAITING


def test_once_it_is_open_again_news_is_carried_again(world: World) -> None:
    code = world.file()
    close(world, Channel.REST, "resident-1")
    with world.database.transaction() as session:
        closed_chat.reopen_at(session, Channel.REST, "resident-1")
    world.do(UNIT, "progress", code, words="灯已订了")
    kept, carried = world.notices(code, "resident")
    assert (kept.state, carried.state) == (NoticeState.KEPT, NoticeState.WAITING)


def test_a_chat_that_nobody_has_is_closed_without_a_fault(world: World) -> None:
    world.file()
    close(world, Channel.TELEGRAM, "nobody")
    with world.database.reading() as session:
        assert session.get_one(Conversation, "c-1").closed_at is None
