"""Finding the opinion that somebody speaks of: by its code, or by what she says of it."""

from collections.abc import Callable, Sequence

from sqlmodel import Session, col, select

from data.record.opinion import Opinion
from handlers.opinion import receipt
from handlers.opinion.duplicates import pairs
from nlu.understanding import Understanding


def by_code(session: Session, code: str) -> Opinion | None:
    """The opinion with this receipt code."""
    return session.exec(select(Opinion).where(Opinion.code == code)).first()


def by_talk(session: Session, codes: Sequence[str], heard: Understanding) -> Opinion | None:
    """Of the opinions filed in this talk, the one that shares most with what was said.

    The newest wins where several share as much, and where nothing is shared at all.
    """
    if not codes:
        return None
    found = session.exec(
        select(Opinion).where(col(Opinion.code).in_(codes)).order_by(col(Opinion.id).desc())
    ).all()
    said = pairs(heard.text)
    return max(found, key=lambda opinion: len(said & pairs(opinion.matter)), default=None)


def unused_code(session: Session, draw: Callable[[], str] = receipt.fresh) -> str:
    """A receipt code that nobody has yet."""
    with session.no_autoflush:
        while session.exec(select(Opinion.id).where(Opinion.code == (code := draw()))).first():
            pass
    return code
