"""How long sound and photos are kept: while a matter is open, and some time after its end."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlalchemy.orm import Mapped
from sqlmodel import col, select

from data.database import Database
from data.record.attachment import Attachment
from data.record.conversation import Utterance
from data.record.erasure import Erasure
from data.record.opinion import ENDED, Opinion, OpinionEvent
from handlers.privacy.erasure import ATTACHMENTS, AUDIO

MOST = 500
"""Files that one round notes for erasing."""


def go_round(database: Database, now: datetime, days: int) -> int:
    """Note what is older than `days` for erasing; how many files. What was written down of them
    stays: the text is the record, the voice is personal."""
    long_ago = now - timedelta(days=days)
    with database.transaction() as session:
        sounds = session.exec(
            select(Utterance)
            .where(col(Utterance.audio).is_not(None), Utterance.at < long_ago)
            .where(_let_go(col(Utterance.opinion_id), long_ago))
            .limit(MOST)
        ).all()
        photos = session.exec(
            select(Attachment)
            .where(col(Attachment.file).is_not(None), Attachment.at < long_ago)
            .where(_let_go(col(Attachment.opinion_id), long_ago))
            .limit(MOST)
        ).all()
        for sound in sounds:
            session.add(Erasure(file=f"{AUDIO}/{sound.audio}"))
            sound.audio = None
        for photo in photos:
            session.add(Erasure(file=f"{ATTACHMENTS}/{photo.file}"))
            session.delete(photo)
        return len(sounds) + len(photos)


def _let_go(opinion: Mapped[int | None], long_ago: datetime) -> ColumnElement[bool]:
    """It belongs to no matter, or to one that ended long ago and was not touched since."""
    touched = select(OpinionEvent.opinion_id).where(OpinionEvent.at >= long_ago)
    ended = select(Opinion.id).where(col(Opinion.state).in_(ENDED), col(Opinion.id).not_in(touched))
    return opinion.is_(None) | opinion.in_(ended)
