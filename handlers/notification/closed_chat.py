"""A chat that was closed to us: nothing more is sent there until its person writes again."""

from datetime import datetime

from sqlalchemy import Update
from sqlmodel import Session, col, select, update

from data.record.code import Binding
from data.record.conversation import Channel, Conversation
from data.record.notice import Audience, Notice, NoticeState
from handlers.notification import outbox as notices


def close(session: Session, channel: str, address: str, now: datetime) -> None:
    """Somebody blocked us. A resident's news is kept until asked for; a deputy's goes where it
    went before the chat was theirs, and the chat is theirs no longer."""
    binding = session.exec(
        select(Binding).where(
            Binding.channel == channel, Binding.address == address, col(Binding.ended_at).is_(None)
        )
    ).first()
    if binding:
        binding.ended_at = now
        session.exec(
            _waiting(channel, address, Audience.REPRESENTATIVE).values(
                channel=notices.LOG, address=str(binding.representative_id)
            )
        )
    session.exec(_waiting(channel, address, Audience.RESIDENT).values(state=NoticeState.KEPT))
    if conversation := _conversation(session, channel, address):
        conversation.closed_at = now


def reopen_at(session: Session, channel: Channel, address: str) -> None:
    """The chat is open to us again."""
    if conversation := _conversation(session, channel, address):
        conversation.closed_at = None


def _conversation(session: Session, channel: str, address: str) -> Conversation | None:
    return session.exec(
        select(Conversation).where(Conversation.channel == channel, Conversation.sender == address)
    ).first()


def _waiting(channel: str, address: str, audience: Audience) -> Update:
    return (
        update(Notice)
        .where(
            col(Notice.channel) == channel,
            col(Notice.address) == address,
            col(Notice.audience) == audience,
            col(Notice.state) == NoticeState.WAITING,
        )
        .execution_options(synchronize_session="fetch")
    )
