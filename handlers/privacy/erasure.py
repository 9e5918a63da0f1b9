"""Deleting what a person told us of themselves (个人信息保护法 第四十七条); the matter goes on."""

import logging
import secrets
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, delete, select, update

from data.database import Database
from data.record.attachment import Attachment
from data.record.casework import Evaluation
from data.record.conversation import Conversation, Utterance
from data.record.erasure import Erasure
from data.record.notice import Audience, Delivery, Notice
from data.record.opinion import Opinion
from handlers.desk import handoff

AUDIO, ATTACHMENTS = "audio", "attachments"
"""Folders below an installation's home."""
_log = logging.getLogger(__name__)


def forget(session: Session, conversation: Conversation, now: datetime) -> None:
    """Drop name, phone, sound, photos and the very words; nothing leads back to this person.

    What was filed goes on with the words in which personal data is covered.
    """
    for opinion in session.exec(
        select(Opinion).where(Opinion.conversation_id == conversation.id)
    ).all():
        opinion.words, opinion.reporter, opinion.phone = opinion.matter, None, None
        session.exec(
            update(Evaluation).where(col(Evaluation.opinion_id) == opinion.id).values(reason=None)
        )
    _files(session, conversation)
    session.exec(delete(Attachment).where(col(Attachment.conversation_id) == conversation.id))
    session.exec(delete(Utterance).where(col(Utterance.conversation_id) == conversation.id))
    told = select(Notice.id).where(
        Notice.audience == Audience.RESIDENT,
        Notice.channel == conversation.channel,
        Notice.address == conversation.sender,
    )
    session.exec(delete(Delivery).where(col(Delivery.notice_id).in_(told)))
    session.exec(delete(Notice).where(col(Notice.id).in_(told)))
    handoff.let_go(session, conversation, now)
    conversation.sender = f"forgotten-{secrets.token_urlsafe(12)}"
    conversation.language = conversation.representative_id = None


def erase(database: Database, home: Path) -> int:
    """Remove the files whose time has come; how many. What cannot be removed stays noted."""
    with database.reading() as session:
        waiting = session.exec(select(Erasure)).all()
    gone = []
    for each in waiting:
        try:
            (home / each.file).unlink(missing_ok=True)
        except OSError as error:
            _log.warning("%s cannot be removed: %s", each.file, error)
        else:
            gone.append(each.id)
    if gone:
        with database.transaction() as session:
            session.exec(delete(Erasure).where(col(Erasure.id).in_(gone)))
    return len(gone)


def _files(session: Session, conversation: Conversation) -> None:
    sounds = session.exec(
        select(Utterance.audio).where(
            Utterance.conversation_id == conversation.id, col(Utterance.audio).is_not(None)
        )
    ).all()
    photos = session.exec(
        select(Attachment.file).where(
            Attachment.conversation_id == conversation.id, col(Attachment.file).is_not(None)
        )
    ).all()
    session.add_all(Erasure(file=f"{AUDIO}/{name}") for name in sounds)
    session.add_all(Erasure(file=f"{ATTACHMENTS}/{name}") for name in photos)
