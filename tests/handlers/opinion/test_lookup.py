"""Finding opinions, and codes that nobody has."""

from sqlmodel import select

from data.database import Database
from data.record.opinion import Opinion
from handlers.conversation.service import Dialogue
from handlers.opinion import lookup
from tests.support.talk import Talk


def test_a_code_that_somebody_has_is_drawn_again(dialogue: Dialogue, database: Database) -> None:
    taken = Talk(dialogue).file()
    draws = iter([taken, taken, "37265849"])
    with database.reading() as session:
        assert lookup.unused_code(session, lambda: next(draws)) == "37265849"


def test_what_is_said_finds_the_matter_that_shares_most(
    dialogue: Dialogue, database: Database
) -> None:
    talk = Talk(dialogue)
    lamp = talk.file("清波街道三幢楼下的路灯坏了两个星期了")
    waste = talk.file("清波街道菜场旁边的垃圾没人收")
    with database.reading() as session:
        for said, code in (("路灯修了没有", lamp), ("垃圾呢", waste), ("怎么样了", waste)):
            heard = dialogue._understander.understand(said)
            found = lookup.by_talk(session, (lamp, waste), heard)
            assert found
            assert found.code == code
        assert lookup.by_talk(session, (), heard) is None
        assert len(session.exec(select(Opinion)).all()) == 2
