"""Asking for a person: one place in the queue, and the station is told once."""

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from data.database import Database
from data.record.conversation import Channel
from data.record.handoff import Handoff
from data.record.notice import Audience, Notice, NoticeState
from data.reference.place.divisions import CITY
from handlers.conversation.service import Dialogue
from handlers.desk import handoff
from handlers.message import resident_text
from handlers.notification import outbox
from tests.support.loop import NEXT_STREET, STAFF, STREET, World
from tests.support.talk import Talk


def kiosk(dialogue: Dialogue, sender: str = "kiosk", station: str | None = STREET) -> Talk:
    return Talk(dialogue, sender, Channel.KIOSK, station)


def told(database: Database) -> list[Notice]:
    with database.reading() as session:
        return [
            each
            for each in session.exec(select(Notice).order_by(Notice.id))  # type: ignore[arg-type]
            if each.audience is Audience.STATION
        ]


def wishes(database: Database) -> list[Handoff]:
    with database.reading() as session:
        return list(session.exec(select(Handoff).order_by(Handoff.id)).all())  # type: ignore[arg-type]


def test_the_station_is_told_where_somebody_waits(dialogue: Dialogue, database: Database) -> None:
    talk = kiosk(dialogue)
    talk.say("我姓王，电话13588123456")
    assert talk.say("/human").text == resident_text.HUMAN
    (received,) = told(database)
    assert (received.address, received.state, received.channel) == (
        STREET,
        NoticeState.WAITING,
        "log",
    )
    assert "一体机前" in received.words
    assert "13588123456" not in received.words
    (wish,) = wishes(database)
    assert wish.station_code == STREET


def test_asking_twice_keeps_one_place_in_the_queue(dialogue: Dialogue, database: Database) -> None:
    talk = kiosk(dialogue)
    for _ in range(3):
        talk.say("/human")
    (wish,) = wishes(database)
    assert len(told(database)) == 1
    twice = Handoff(conversation_id=wish.conversation_id, station_code=STREET, at=wish.at)
    with pytest.raises(IntegrityError), database.transaction() as session:
        session.add(twice)
    assert len(wishes(database)) == 1


def test_whoever_asks_again_after_somebody_came_waits_again(world: World) -> None:
    talk = kiosk(Dialogue(world.database, world.reader, lambda: world.now))
    talk.say("/human")
    world.later(minutes=20)
    with world.database.reading() as session:
        (waits,) = handoff.waiting(session, STAFF)
    assert waits.said is None
    with world.database.transaction() as session:
        for found in session.exec(select(Handoff)):
            found.ended_at = world.now
    world.later(minutes=5)
    talk.say("我想问问路灯的事情")
    talk.say("/human")
    first, second = wishes(world.database)
    assert first.ended_at
    assert second.ended_at is None
    assert second.at == world.now
    with world.database.reading() as session:
        (waits,) = handoff.waiting(session, STAFF)
    assert waits.said == "我想问问路灯的事情"
    assert len(told(world.database)) == 2


def test_the_longest_wait_comes_first_and_only_at_its_own_station(world: World) -> None:
    dialogue = Dialogue(world.database, world.reader, lambda: world.now)
    for sender, station in (("a", STREET), ("b", NEXT_STREET), ("c", STREET)):
        kiosk(dialogue, sender, station).say("/human")
        world.later(minutes=1)
    with world.database.reading() as session:
        assert [each.conversation.sender for each in handoff.waiting(session, STAFF)] == ["a", "c"]
        assert handoff.count(session, STAFF) == 2


def test_a_chat_of_no_station_is_the_city_s(dialogue: Dialogue, database: Database) -> None:
    Talk(dialogue, "phone", Channel.TELEGRAM).say("/human")
    assert [each.address for each in told(database)] == [CITY]
    assert "聊天里" in told(database)[0].words


def test_who_is_forgotten_waits_no_more(dialogue: Dialogue, database: Database) -> None:
    talk = Talk(dialogue, "phone", Channel.TELEGRAM, STREET)
    talk.say("/human")
    talk.say("/forget yes")
    assert wishes(database)[0].ended_at
    with database.reading() as session:
        assert handoff.waiting(session, STAFF) == []


def test_the_wish_and_the_word_to_the_station_are_one_transaction(
    dialogue: Dialogue, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(outbox, "tell_desk", broken)
    with pytest.raises(OSError):  # noqa: PT011 - ours
        kiosk(dialogue).say("/human")
    assert wishes(database) == []
    monkeypatch.undo()
    kiosk(dialogue).say("/human")
    assert len(wishes(database)) == len(told(database)) == 1
