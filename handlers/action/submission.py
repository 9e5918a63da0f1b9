"""Taking in what was told outside the dialogue: at the desk, by a program, by a deputy."""

import secrets
from dataclasses import dataclass

from sqlmodel import Session

from data.record.conversation import Conversation, Door
from data.record.opinion import Opinion
from data.reference.place import divisions
from handlers.action.context import Work
from handlers.action.creation import Told, book
from handlers.context import state
from handlers.context.state import State
from handlers.opinion import lifecycle
from handlers.opinion.errors import MissingError, needed
from nlu.context import Context
from nlu.understander import Understander
from nlu.understanding import Place


@dataclass(frozen=True)
class Brought:
    """An opinion as it was brought. `place` is a division's code, `where` the place in words."""

    door: Door
    sender: str
    text: str
    station: str | None = None
    place: str | None = None
    where: str | None = None
    reporter: str | None = None
    phone: str | None = None


def take_in(work: Work, brought: Brought, understander: Understander) -> Opinion:
    """File it. What came before with the same key is not filed again.

    Raises MissingError where there is no text, or no such division.
    """
    if before := _before(work.session, work.key):
        return before
    text = needed("text", brought.text.replace("\0", ""))
    heard = understander.understand(text, Context(station=brought.station))
    placed = heard
    if brought.where:
        named = f"{brought.where}，{text}"
        placed = understander.understand(named, Context(station=brought.station))
    place = _place(brought.place) or placed.place or heard.place
    conversation = Conversation(
        id=secrets.token_urlsafe(16),
        door=brought.door,
        sender=brought.sender,
        station_code=brought.station,
        state=state.dump(State()),
        started_at=work.now,
        touched_at=work.now,
    )
    work.session.add(conversation)
    work.session.flush()
    words = [part for part in (place.words if place else None, brought.where) if part]
    told = Told(
        matter=text,
        place=place,
        where="，".join(dict.fromkeys(words)) or None,
        spot=heard.entities.detail,
        reporter=brought.reporter or next(iter(heard.entities.names), None),
        phone=brought.phone or next(iter(heard.entities.phones), None),
        urgent=heard.urgent.kind if heard.urgent else None,
    )
    return book(work, conversation, told, heard, placed)


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
