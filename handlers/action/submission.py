"""Taking in what was told outside the dialogue: at the desk, by a program, by a deputy."""

from dataclasses import dataclass

from sqlmodel import Session

from data.record.opinion import Opinion
from data.reference.place import divisions
from handlers.action.context import ActionContext
from handlers.action.creation import NewOpinion, create_opinion
from handlers.opinion import lifecycle
from handlers.opinion.errors import MissingError, needed
from handlers.opinion.source import Source
from nlu.context import Context
from nlu.understander import Understander
from nlu.understanding import Place, Understanding


@dataclass(frozen=True)
class Submission:
    """An opinion as it was handed in. `place` is a division's code, `where` the place in words."""

    source: Source
    text: str
    place: str | None = None
    where: str | None = None
    reporter: str | None = None
    phone: str | None = None


LONGEST = {"text": 12_000, "where": 200, "reporter": 100, "phone": 30}
"""Characters. What is longer is refused, not cut."""


@dataclass(frozen=True)
class Understood:
    """`heard` is the text understood, `placed` the same with its place before it."""

    heard: Understanding
    placed: Understanding


def understand(submission: Submission, understander: Understander) -> Understood:
    """What is made of it, before a transaction opens: that can take a second.

    Raises MissingError where there is no text, and for what is too long.
    """
    for field, most in LONGEST.items():
        if len(getattr(submission, field) or "") > most:
            raise MissingError(field)
    text, context = _text(submission), Context(station=submission.source.station)
    heard = understander.understand(text, context)
    if not submission.where:
        return Understood(heard, heard)
    return Understood(heard, understander.understand(f"{submission.where}，{text}", context))


def submit(acting: ActionContext, submission: Submission, understood: Understood) -> Opinion:
    """File it. What came before with the same key is not filed again.

    Raises MissingError where there is no text, or no such division.
    """
    if before := _before(acting.session, acting.key):
        return before
    heard, placed = understood.heard, understood.placed
    place = _place(submission.place) or placed.place or heard.place
    words = [part for part in (place.words if place else None, submission.where) if part]
    told = NewOpinion(
        matter=_text(submission),
        place=place,
        where="，".join(dict.fromkeys(words)) or None,
        spot=heard.entities.detail,
        reporter=submission.reporter or next(iter(heard.entities.names), None),
        phone=submission.phone or next(iter(heard.entities.phones), None),
        urgent=heard.urgent.kind if heard.urgent else None,
    )
    return create_opinion(acting, submission.source, told, heard, placed)


def _text(submission: Submission) -> str:
    return needed("text", submission.text.replace("\0", ""))


def _before(session: Session, key: str | None) -> Opinion | None:
    event = lifecycle.by_key(session, key) if key else None
    return session.get(Opinion, event.opinion_id) if event else None


def _place(code: str | None) -> Place | None:
    """A division that was chosen, not understood."""
    if not code:
        return None
    division = divisions.load().get(code)
    if not division:
        raise MissingError("place")
    return Place(
        code=division.code,
        name=division.name,
        level=division.level,
        district=division.district or division.name,
        street=division.street,
        community=division.name if division.level == "community" else None,
        matched=division.name,
        method="chosen",
        confidence=1.0,
    )
