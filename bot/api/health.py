"""Whether the service lives, and whether it can hear."""

from fastapi import APIRouter
from pydantic import BaseModel

from bot.api import words
from bot.api.house import Rooms

router = APIRouter()


class Health(BaseModel):
    """`speech` is the ear's state; the service is well without an ear, too."""

    status: str
    speech: str
    engine: str | None


class Speech(BaseModel):
    """What the ear is doing; `progress` runs from 0 to 1 while weights are fetched."""

    state: str
    engine: str | None
    progress: float | None
    words: str
    voice: str | None
    """Who speaks where a browser has no Chinese voice, once somebody can."""


@router.get("/healthz")
def health(rooms: Rooms) -> Health:
    """Answers only when the database does."""
    with rooms.database.reading() as session:
        session.connection().exec_driver_sql("SELECT 1")
    ear = rooms.ear.status
    return Health(status="ok", speech=ear.state, engine=ear.engine)


@router.get("/api/speech")
def speech(rooms: Rooms) -> Speech:
    """For the page, which says when it can hear, and asks to be spoken for."""
    ear, speaker = rooms.ear.status, rooms.mouth.speaker
    return Speech(
        state=ear.state,
        engine=ear.engine,
        progress=ear.progress,
        words=words.ear(ear),
        voice=speaker.name if speaker else None,
    )
