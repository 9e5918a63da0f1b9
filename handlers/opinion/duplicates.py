"""Likely duplicates: the same matter, near in place and time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlmodel import Session, col, select

from data.record.opinion import OPEN, Opinion
from handlers.opinion.actor import Actor

NEAR = timedelta(days=60)
ALIKE = 0.3
MOST, LOOKED_AT = 5, 200
_FIRST_LEVEL = 2  # digits


@dataclass(frozen=True)
class Like:
    """An opinion that may be the same trouble; `alike` runs from 0 to 1."""

    opinion: Opinion
    alike: float


def likely(session: Session, actor: Actor, opinion: Opinion) -> Sequence[Like]:
    """The likeliest duplicates that are still open, best first."""
    topic = (opinion.topic_code or "")[:_FIRST_LEVEL]
    near = session.exec(
        select(Opinion)
        .where(
            actor.scope(),
            Opinion.id != opinion.id,
            Opinion.station_code == opinion.station_code,
            col(Opinion.state).in_(OPEN),
            col(Opinion.topic_code).startswith(topic),
            col(Opinion.filed_at) > opinion.filed_at - NEAR,
            col(Opinion.filed_at) < opinion.filed_at + NEAR,
        )
        .order_by(col(Opinion.id).desc())
        .limit(LOOKED_AT)
    ).all()
    found = [Like(other, _alike(opinion, other)) for other in near]
    found = [like for like in found if like.alike >= ALIKE]
    return sorted(found, key=lambda like: -like.alike)[:MOST]


def _alike(one: Opinion, other: Opinion) -> float:
    """How many pairs of characters of the shorter text are in the longer one; less where the
    places are known and differ."""
    mine, theirs = pairs(one.matter), pairs(other.matter)
    smaller = min(len(mine), len(theirs))
    if not smaller:
        return 0.0
    share = len(mine & theirs) / smaller
    elsewhere = one.place_code and other.place_code and one.place_code != other.place_code
    return share * (0.5 if elsewhere else 1.0)


def pairs(text: str) -> set[str]:
    """The pairs of neighbouring characters, by which texts are compared."""
    return {text[i : i + 2] for i in range(len(text) - 1)}
