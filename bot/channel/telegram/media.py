"""Files that people send: fetched onto our disk before anything is made of them."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from telegram import Audio, Document, Message, PhotoSize, Voice
from telegram.error import BadRequest, TelegramError

from handlers.message.turn import Failure, Turn
from speech.audio.codec import AudioError, decode
from speech.audio.pcm import seconds
from speech.stt.recogniser import RecognitionError, SpeechEngine
from speech.turn.transcription import transcribe

LONGEST_VOICE = timedelta(minutes=5)
SHORTEST_VOICE_S = 0.4
BIGGEST = 20 * 1024 * 1024
"""Bytes; the Bot API hands out no more."""
Fetchable = Voice | Audio | PhotoSize | Document


class TooBigError(Exception):
    """More than the Bot API hands out, or longer than we hear at once."""


class NotFetchedError(Exception):
    """The service did not hand it out."""


def sound_of(message: Message) -> Voice | Audio | None:
    """A voice note, or a file of sound."""
    return message.voice or message.audio


def picture_of(message: Message) -> PhotoSize | Document | None:
    """A photo in its largest size, or one sent as a file."""
    if message.photo:
        return message.photo[-1]
    document = message.document
    picture = document and (document.mime_type or "") in ("image/jpeg", "image/png", "image/webp")
    return document if picture else None


def check(file: Fetchable) -> None:
    """Raises TooBigError."""
    duration: timedelta = getattr(file, "duration", timedelta())
    if (file.file_size or 0) >= BIGGEST or duration > LONGEST_VOICE:
        raise TooBigError


async def fetch(file: Fetchable, to: Path) -> None:
    """Onto our disk, whole or not at all. Raises TooBigError, NotFetchedError, and OSError where
    the disk is full."""
    if to.exists():
        return
    to.parent.mkdir(parents=True, exist_ok=True)
    part = to.with_name(to.name + ".part")
    try:
        remote = await file.get_file()
        await remote.download_to_drive(part)
    except BadRequest as error:
        raise (TooBigError if "too big" in str(error).lower() else NotFetchedError) from error
    except TelegramError as error:
        raise NotFetchedError from error
    part.rename(to)


def hear(kept: Path, engine: SpeechEngine | None, turn: Turn) -> tuple[str, Turn]:
    """The name of the sound in the folder of recordings, and what was heard as a turn; where
    nothing could be heard, the turn says why. What cannot be decoded is kept as it came."""
    missed = replace(turn, spoken=True)
    try:
        pcm = decode(kept)
    except AudioError:
        return kept.name, replace(missed, failure=Failure.RECOGNITION)
    sound = kept.with_suffix(".s16le")
    sound.write_bytes(pcm)
    kept.unlink(missing_ok=True)
    if seconds(len(pcm)) < SHORTEST_VOICE_S:
        return sound.name, replace(missed, failure=Failure.TOO_SHORT)
    if engine is None:
        return sound.name, replace(missed, failure=Failure.NO_ENGINE)
    try:
        heard = transcribe(pcm, engine)
    except RecognitionError:
        return sound.name, replace(missed, failure=Failure.RECOGNITION)
    if not heard.text:
        return sound.name, replace(missed, failure=Failure.NOTHING_HEARD)
    said = replace(
        missed,
        text=heard.text,
        engine=heard.engine,
        confidence=heard.confidence,
        original=heard.original,
    )
    return sound.name, said
