"""What is known of a matter beside its steps: claims, judgements, suggestions, and who looked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from data.record.account import Account, Look
from data.record.casework import Claim, Evaluation, Suggestion
from data.record.opinion import Opinion
from data.record.station import Representative

MOST = 100


@dataclass(frozen=True)
class Claimed:
    """Which deputy has it and how to reach them, since when, and until when they have to do
    something."""

    by: str
    phone: str | None
    at: datetime
    until: datetime


@dataclass(frozen=True)
class Suggested:
    """A deputy's suggestion as it was signed."""

    title: str
    words: str
    by: str
    signed_at: datetime


@dataclass(frozen=True)
class Looked:
    """Who looked at name and phone, and when."""

    by: str
    at: datetime


def claim(session: Session, opinion: Opinion) -> Claimed | None:
    """The claim that holds."""
    found = session.exec(
        select(Claim, Representative)
        .join(Representative, col(Representative.id) == Claim.representative_id)
        .where(Claim.opinion_id == opinion.id, col(Claim.ended_at).is_(None))
    ).first()
    if not found:
        return None
    held, deputy = found
    return Claimed(deputy.name, deputy.phone, held.at, held.until)


def evaluations(session: Session, opinion: Opinion) -> Sequence[Evaluation]:
    """What its resident thought of the answers, in order."""
    return session.exec(
        select(Evaluation).where(Evaluation.opinion_id == opinion.id).order_by(col(Evaluation.id))
    ).all()


def suggestions(session: Session, opinion: Opinion) -> Sequence[Suggested]:
    """What deputies suggested on it, in order."""
    found = session.exec(
        select(Suggestion, Representative.name)
        .join(Representative, col(Representative.id) == Suggestion.representative_id)
        .where(Suggestion.opinion_id == opinion.id)
        .order_by(col(Suggestion.id))
    ).all()
    return [Suggested(each.title, each.words, name, each.signed_at) for each, name in found]


def looks(session: Session, opinion: Opinion) -> Sequence[Looked]:
    """Who looked at its personal data, the newest first."""
    found = session.exec(
        select(Look, Account.name)
        .join(Account, col(Account.id) == Look.account_id)
        .where(Look.opinion_id == opinion.id)
        .order_by(col(Look.id).desc())
        .limit(MOST)
    ).all()
    return [Looked(name, look.at) for look, name in found]
