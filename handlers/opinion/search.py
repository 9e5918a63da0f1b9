"""The register: finding opinions, a page at a time, among those that somebody may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from data.record.opinion import Opinion, OpinionState
from handlers.opinion.actor import Actor

PAGE = 50


@dataclass(frozen=True)
class Wanted:
    """Which opinions: `text` is a code or words of the matter or its place; `before` is the id
    that the page before ended with."""

    states: tuple[OpinionState, ...] = ()
    text: str | None = None
    mine: bool = False
    before: int | None = None
    limit: int = PAGE


def find(session: Session, actor: Actor, wanted: Wanted) -> Sequence[Opinion]:
    """The newest first."""
    query = select(Opinion).where(actor.scope())
    if wanted.states:
        query = query.where(col(Opinion.state).in_(wanted.states))
    if wanted.mine:
        query = query.where(Opinion.representative_id == actor.representative)
    if wanted.before:
        query = query.where(col(Opinion.id) < wanted.before)
    if wanted.text:
        query = query.where(_says(wanted.text))
    return session.exec(query.order_by(col(Opinion.id).desc()).limit(wanted.limit)).all()


def one(session: Session, actor: Actor, code: str) -> Opinion | None:
    """The opinion with this code, if they may see it."""
    plain = code.replace(" ", "")
    return session.exec(select(Opinion).where(Opinion.code == plain, actor.scope())).first()


def _says(text: str) -> ColumnElement[bool]:
    plain = text.replace(" ", "")
    words = text.strip()
    return or_(
        Opinion.code == plain,
        col(Opinion.matter).contains(words, autoescape=True),
        col(Opinion.place_name).contains(words, autoescape=True),
    )
