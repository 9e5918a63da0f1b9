"""Tying a chat to a deputy, by a one-time code from the console."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from data.record.code import Binding, Invitation
from data.record.conversation import Channel
from data.record.station import Representative
from handlers.opinion.actor import Actor, of_representative

HOLDS = timedelta(days=1)
"""How long a one-time code can be used."""
PERSONAL = (Channel.TELEGRAM, Channel.CALLBACK)
"""Channels whose service vouches for who writes."""
_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_LENGTH = 10


def invite(session: Session, representative: Representative, now: datetime) -> str:
    """A new one-time code for a deputy; what was given before holds no longer."""
    for old in session.exec(
        select(Invitation).where(
            Invitation.representative_id == representative.id, col(Invitation.used_at).is_(None)
        )
    ):
        old.until = min(old.until, now)
    code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    session.add(
        Invitation(
            representative_id=representative.id or 0,
            digest=_digest(code),
            until=now + HOLDS,
        )
    )
    return code


def bind(
    session: Session, channel: Channel, address: str, code: str, now: datetime
) -> Binding | None:
    """Tie this chat to the deputy of a one-time code. None where the code does not hold.

    A deputy has one chat a channel, and a chat one deputy: what was before ends.
    """
    found = session.exec(
        select(Invitation).where(Invitation.digest == _digest(code)).with_for_update()
    ).first()
    if not found or found.used_at or found.until <= now or channel not in PERSONAL:
        return None
    found.used_at = now
    for old in session.exec(
        select(Binding).where(
            col(Binding.ended_at).is_(None),
            Binding.channel == channel,
            (col(Binding.address) == address)
            | (col(Binding.representative_id) == found.representative_id),
        )
    ):
        old.ended_at = now
    binding = Binding(
        representative_id=found.representative_id, channel=channel, address=address, made_at=now
    )
    session.add(binding)
    session.flush()
    return binding


def of_chat(session: Session, channel: Channel, address: str) -> Binding | None:
    """Whose chat this is."""
    if channel not in PERSONAL:
        return None
    return session.exec(
        select(Binding).where(
            Binding.address == address, Binding.channel == channel, col(Binding.ended_at).is_(None)
        )
    ).first()


def deputy(session: Session, channel: Channel, address: str) -> Actor | None:
    """The deputy whose chat this is, as who acts there."""
    found = of_chat(session, channel, address)
    person = session.get(Representative, found.representative_id) if found else None
    return of_representative(person) if person else None


def chats_of(session: Session, number: int) -> list[Binding]:
    """The chats of a deputy."""
    found = select(Binding).where(
        Binding.representative_id == number, col(Binding.ended_at).is_(None)
    )
    return list(session.exec(found).all())


def _digest(code: str) -> str:
    plain = "".join(received for received in code.upper() if received.isalnum())
    return hashlib.sha256(plain.encode()).hexdigest()
