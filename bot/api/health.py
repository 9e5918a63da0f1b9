"""Whether the service lives, and whether it can hear."""

from fastapi import APIRouter
from pydantic import BaseModel

from bot import api_text, disk
from bot.dependencies import AppServices

router = APIRouter()
DISK_FULL = "disk_full"


class Health(BaseModel):
    """`speech` is the recogniser's state; the service is well without one, too.

    `status` is ok, or disk_full where nothing more that is said could be kept.
    """

    status: str
    speech: str
    engine: str | None


class Speech(BaseModel):
    """What the recogniser is doing, or disk_full: then it does not listen.

    `progress` runs from 0 to 1 while weights are fetched.
    """

    state: str
    engine: str | None
    progress: float | None
    words: str
    voice: str | None
    """Who speaks where a browser has no Chinese voice, once somebody can."""


@router.get("/healthz")
def health(services: AppServices) -> Health:
    """Answers only when the database does."""
    with services.database.reading() as session:
        session.connection().exec_driver_sql("SELECT 1")
    stt = services.stt.status
    status = DISK_FULL if disk.is_short(services.settings) else "ok"
    return Health(status=status, speech=stt.state, engine=stt.engine)


@router.get("/api/speech")
def speech(services: AppServices) -> Speech:
    """For the page, which says when it can hear, and asks to be spoken for."""
    stt, speaker = services.stt.status, services.tts.speaker
    full = disk.is_short(services.settings)
    return Speech(
        state=DISK_FULL if full else stt.state,
        engine=stt.engine,
        progress=None if full else stt.progress,
        words=api_text.DISK_FULL if full else api_text.stt(stt),
        voice=speaker.name if speaker else None,
    )
