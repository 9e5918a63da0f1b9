"""Forgetting a person: nothing leads back, the matter goes on, and the files really go."""

import logging
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from data.record.attachment import Attachment, AttachmentKind
from data.record.casework import Evaluation
from data.record.conversation import Conversation, Utterance, UtteranceState
from data.record.erasure import Erasure
from data.record.notice import Delivery
from handlers.privacy import erasure
from tests.support.loop import LAMP, STAFF, UNIT, World

PRIVATE = f"{LAMP}，身份证330102194001011234"
PERSON = {"reporter": "王秀英", "phone": "13588123456"}


def talked(world: World, number: int) -> None:
    """A recording and a photo of what this resident said."""
    mine: dict[str, Any] = {"conversation_id": f"c-{number}", "turn_id": "t", "at": world.now}
    with world.database.transaction() as session:
        session.add(
            Utterance(
                state=UtteranceState.HEARD, transcript=PRIVATE, audio=f"{number}.s16le", **mine
            )
        )
        session.add(Attachment(kind=AttachmentKind.PHOTO, file=f"{number}.jpg", **mine))
        session.add(Attachment(kind=AttachmentKind.LOCATION, position="30.2,120.1", **mine))


def forget(world: World, number: int) -> None:
    with world.database.transaction() as session:
        erasure.forget(session, session.get_one(Conversation, f"c-{number}"), world.now)


def noted(world: World) -> list[str]:
    """The files that have to go."""
    with world.database.reading() as session:
        return sorted(session.exec(select(Erasure.file)).all())


def note(world: World, *files: str) -> None:
    with world.database.transaction() as session:
        session.add_all(Erasure(file=file) for file in files)


def test_the_matter_goes_on_with_personal_data_covered(world: World) -> None:
    code, other = world.file(PRIVATE, **PERSON), world.file(PRIVATE, **PERSON)
    world.do(UNIT, "answer", code, words="灯已换好")
    forget(world, 1)
    opinion, neighbour = world.opinion(code), world.opinion(other)
    assert (opinion.reporter, opinion.phone) == (None, None)
    assert opinion.words == opinion.matter
    assert "194001011234" not in opinion.words
    assert opinion.state == "answered"
    assert (neighbour.reporter, neighbour.phone, neighbour.words) == (*PERSON.values(), PRIVATE)


def test_what_was_said_goes_and_its_files_are_noted(world: World) -> None:
    for number in (1, 2):
        world.file()
        talked(world, number)
    forget(world, 1)
    with world.database.reading() as session:
        assert [each.conversation_id for each in session.exec(select(Utterance))] == ["c-2"]
        assert {each.conversation_id for each in session.exec(select(Attachment))} == {"c-2"}
    assert noted(world) == ["attachments/1.jpg", "audio/1.s16le"]


def test_nothing_leads_back_to_whom_the_channel_knew(world: World) -> None:
    world.file()
    with world.database.transaction() as session:
        session.get_one(Conversation, "c-1").language = "zh-Hant"
    forget(world, 1)
    with world.database.reading() as session:
        talk = session.get_one(Conversation, "c-1")
    assert talk.sender.startswith("forgotten-")
    assert (talk.language, talk.representative_id) == (None, None)


def test_news_to_her_goes_with_its_tries_and_that_to_others_stays(world: World) -> None:
    code, other = world.file(), world.file()
    with world.database.transaction() as session:
        for notice in world.notices():
            session.add(Delivery(notice_id=notice.id or 0, at=world.now, fault="no line"))
    before = world.notices()
    forget(world, 1)
    hers = {notice.id for notice in before if notice.address == "resident-1"}
    assert hers
    assert [each.id for each in world.notices()] == [e.id for e in before if e.id not in hers]
    assert world.notices(code, "unit")
    assert world.notices(other, "resident")
    with world.database.reading() as session:
        tried = {each.notice_id for each in session.exec(select(Delivery))}
    assert tried == {notice.id for notice in before} - hers


def test_the_reason_of_her_judgement_goes_and_the_grade_stays(world: World) -> None:
    code = world.file()
    world.do(UNIT, "answer", code, words="灯已换好")
    world.do(STAFF, "evaluate", code, grade="fair", reason="我王秀英等了两个月")
    forget(world, 1)
    with world.database.reading() as session:
        judged = session.exec(select(Evaluation)).one()
    assert (judged.grade, judged.reason) == ("fair", None)


def test_files_go_and_are_noted_no_more(world: World, tmp_path: Path) -> None:
    (tmp_path / "audio").mkdir()
    for name in ("hers", "another's"):
        (tmp_path / "audio" / name).write_bytes(b"x")
    note(world, "audio/hers")
    assert erasure.erase(world.database, tmp_path) == 1
    assert [path.name for path in (tmp_path / "audio").iterdir()] == ["another's"]
    assert noted(world) == []
    assert erasure.erase(world.database, tmp_path) == 0


def test_what_cannot_be_removed_stays_noted_and_holds_up_nothing_else(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "audio" / "stuck").mkdir(parents=True)  # no file: to unlink it fails
    (tmp_path / "audio" / "hers").write_bytes(b"x")
    note(world, "audio/stuck", "audio/hers")
    with caplog.at_level(logging.WARNING):
        assert erasure.erase(world.database, tmp_path) == 1
    assert not (tmp_path / "audio" / "hers").exists()
    assert noted(world) == ["audio/stuck"]
    assert "audio/stuck" in caplog.text
    (tmp_path / "audio" / "stuck").rmdir()
    assert erasure.erase(world.database, tmp_path) == 1
    assert noted(world) == []
