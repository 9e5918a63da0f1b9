"""What is kept and for how long, on both databases, with real files."""

from pathlib import Path

import pytest
from sqlmodel import select

from data.record.attachment import Attachment, AttachmentKind
from data.record.conversation import Utterance, UtteranceState
from handlers.privacy import erasure, retention
from tests.support.loop import LAMP, STAFF, World


def said(world: World, home: Path, name: str, code: str | None = None) -> None:
    """A recording and a photo, of a matter or of none."""
    for folder in ("audio", "attachments"):
        (home / folder).mkdir(exist_ok=True)
        (home / folder / name).write_bytes(b"x")
    opinion = world.opinion(code or world.file(LAMP))
    with world.database.transaction() as session:
        mine = {"conversation_id": opinion.conversation_id, "turn_id": name, "at": world.now}
        of = opinion.id if code else None
        session.add(Utterance(state=UtteranceState.HEARD, audio=name, opinion_id=of, **mine))
        session.add(Attachment(kind=AttachmentKind.PHOTO, file=name, opinion_id=of, **mine))


def left(world: World, home: Path) -> set[str]:
    """What is still there after the worker's round."""
    retention.go_round(world.database, world.now, 180)
    erasure.erase(world.database, home)
    sounds, photos = ({p.name for p in (home / f).iterdir()} for f in ("audio", "attachments"))
    assert sounds == photos
    return sounds


def test_sound_goes_some_time_after_the_end(world: World, tmp_path: Path) -> None:
    over, running = world.file(LAMP), world.file(LAMP)
    said(world, tmp_path, "over", over)
    said(world, tmp_path, "running", running)
    said(world, tmp_path, "nobody's")
    world.later(days=100)
    world.do(STAFF, "withdraw", over)
    world.later(days=100)
    assert left(world, tmp_path) == {"over", "running"}
    world.later(days=100)
    assert left(world, tmp_path) == {"running"}
    with world.database.reading() as session:
        kept = session.exec(select(Utterance.audio)).all()
    assert sorted(filter(None, kept)) == ["running"]


@pytest.mark.parametrize("rounds", [1, 2])
def test_a_file_that_is_gone_already_is_no_fault(world: World, tmp_path: Path, rounds: int) -> None:
    said(world, tmp_path, "lost")
    (tmp_path / "audio" / "lost").unlink()
    world.later(days=400)
    for _ in range(rounds):
        retention.go_round(world.database, world.now, 180)
        erasure.erase(world.database, tmp_path)
    assert not list((tmp_path / "attachments").iterdir())
