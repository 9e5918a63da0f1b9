"""What the outside platform tells us: accepted, in progress, answered, returned."""

import json
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Header, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot import api_text
from bot.dependencies import Rooms
from bot.errors import refused
from data.record.opinion import OpinionState
from handlers.account import signature
from handlers.action.context import Work
from handlers.action.handling import AnswerPayload, ProgressPayload
from handlers.action.payload import Payload
from handlers.action.perform import perform
from handlers.action.triage import ReturnPayload
from handlers.opinion import lookup
from handlers.opinion.actor import PLATFORM

router = APIRouter(prefix="/api/platform", tags=["platform"])
MOST_ID = 100
"""Characters of an event's id."""


class Said(StrEnum):
    """What can be said of a transferred opinion."""

    ACCEPT = "accept"
    PROGRESS = "progress"
    ANSWER = "answer"
    RETURN = "return"


class Message(BaseModel):
    """What the platform did. `webhook-id` is its own id of it: the same id again is done once."""

    model_config = ConfigDict(extra="ignore")

    code: str = Field(min_length=8, max_length=10)
    action: Said
    words: str | None = Field(default=None, max_length=2000)


class Heard(BaseModel):
    """Where the opinion stands now."""

    code: str
    state: OpinionState


@router.post("/events")
async def events(
    rooms: Rooms,
    request: Request,
    event: Annotated[str, Header(alias=signature.ID)] = "",
    timestamp: Annotated[str, Header(alias=signature.TIMESTAMP)] = "",
    signed: Annotated[str, Header(alias=signature.SIGNATURE)] = "",
) -> Heard:
    """One event of the platform's, signed as ours are (docs/platform.md)."""
    body = await request.body()
    secret = rooms.settings.platform_secret
    given = {signature.ID: event, signature.TIMESTAMP: timestamp, signature.SIGNATURE: signed}
    if not secret or not signature.valid(secret, given, body):
        raise refused(401, "unauthorized", api_text.BAD_SIGNATURE)
    if len(event) > MOST_ID:
        raise refused(422, "invalid", api_text.UNUSABLE.format(field=signature.ID))
    try:
        message = Message.model_validate(json.loads(body))
    except (ValidationError, ValueError) as error:
        raise refused(422, "invalid", api_text.UNUSABLE.format(field=api_text.MESSAGE)) from error
    return await rooms.desk(_take, rooms, event, message)


def _take(rooms: Rooms, event: str, message: Message) -> Heard:
    payload = _payload(message)
    with rooms.database.transaction() as session:
        opinion = lookup.by_code(session, message.code.replace(" ", ""))
        if opinion is None:
            raise refused(404, "unknown_opinion", api_text.UNKNOWN_OPINION)
        work = Work(session, PLATFORM, rooms.clock(), f"platform:{event}")
        opinion = perform(work, opinion, payload)
        return Heard(code=opinion.code, state=opinion.state)


def _payload(message: Message) -> Payload:
    match message.action:
        case Said.ACCEPT:
            return ProgressPayload.of({"note": message.words or api_text.ACCEPTED})
        case Said.PROGRESS:
            return ProgressPayload.of({"words": message.words or ""})
        case Said.ANSWER:
            return AnswerPayload.of({"words": message.words or ""})
        case Said.RETURN:
            return ReturnPayload.of({"reason": message.words or ""})
