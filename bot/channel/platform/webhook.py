"""What the outside platform tells us: accepted, in progress, answered, returned."""

import json
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Header, Request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot import api_text
from bot.dependencies import AppServices
from bot.errors import refused
from data.record.opinion import OpinionState
from handlers.account import signature
from handlers.action.context import ActionContext
from handlers.action.handling import AnswerPayload, ProgressPayload
from handlers.action.payload import Payload
from handlers.action.perform import perform
from handlers.action.triage import ReturnPayload
from handlers.opinion import lookup
from handlers.opinion.actor import PLATFORM

router = APIRouter(prefix="/api/platform", tags=["platform"])
MOST_ID = 100
"""Characters of an event's id."""


class PlatformAction(StrEnum):
    """What can be said of a transferred opinion."""

    ACCEPT = "accept"
    PROGRESS = "progress"
    ANSWER = "answer"
    RETURN = "return"


class PlatformEvent(BaseModel):
    """What the platform did. `webhook-id` is its own id of it: the same id again is done once."""

    model_config = ConfigDict(extra="ignore")

    code: str = Field(min_length=8, max_length=10)
    action: PlatformAction
    words: str | None = Field(default=None, max_length=2000)


class Heard(BaseModel):
    """Where the opinion stands now."""

    code: str
    state: OpinionState


@router.post("/events")
async def events(
    services: AppServices,
    request: Request,
    event: Annotated[str, Header(alias=signature.ID)] = "",
    timestamp: Annotated[str, Header(alias=signature.TIMESTAMP)] = "",
    signed: Annotated[str, Header(alias=signature.SIGNATURE)] = "",
) -> Heard:
    """One event of the platform's, signed as ours are (docs/platform.md)."""
    body = await request.body()
    secret = services.settings.platform_secret
    given = {signature.ID: event, signature.TIMESTAMP: timestamp, signature.SIGNATURE: signed}
    if not secret or not signature.valid(secret, given, body):
        raise refused(401, "unauthorized", api_text.BAD_SIGNATURE)
    if len(event) > MOST_ID:
        raise refused(422, "invalid", api_text.UNUSABLE.format(field=signature.ID))
    try:
        message = PlatformEvent.model_validate(json.loads(body))
    except (ValidationError, ValueError) as error:
        raise refused(422, "invalid", api_text.UNUSABLE.format(field=api_text.MESSAGE)) from error
    return await services.run(_take, services, event, message)


def _take(services: AppServices, event: str, message: PlatformEvent) -> Heard:
    payload = _payload(message)
    with services.database.transaction() as session:
        opinion = lookup.by_code(session, message.code.replace(" ", ""))
        if opinion is None:
            raise refused(404, "unknown_opinion", api_text.UNKNOWN_OPINION)
        acting = ActionContext(session, PLATFORM, services.clock(), f"platform:{event}")
        opinion = perform(acting, opinion, payload)
        return Heard(code=opinion.code, state=opinion.state)


def _payload(message: PlatformEvent) -> Payload:
    match message.action:
        case PlatformAction.ACCEPT:
            return ProgressPayload.of({"note": message.words or api_text.ACCEPTED})
        case PlatformAction.PROGRESS:
            return ProgressPayload.of({"words": message.words or ""})
        case PlatformAction.ANSWER:
            return AnswerPayload.of({"words": message.words or ""})
        case PlatformAction.RETURN:
            return ReturnPayload.of({"reason": message.words or ""})
