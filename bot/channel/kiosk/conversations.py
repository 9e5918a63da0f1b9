"""What is typed at the kiosk: begin a conversation, take a turn, come back after a restart."""

import secrets
from typing import Annotated

from fastapi import APIRouter, Response
from pydantic import BaseModel, Field

from bot import api_text
from bot.dependencies import AppServices
from bot.errors import fault
from data.record.conversation import Channel
from data.reference.place import divisions
from handlers.message.turn import Reply, Turn

router = APIRouter(prefix="/api/conversations")


class Begin(BaseModel):
    """`station` is a division code; the kiosk's own where none is given. `code` is what the QR
    picture of a station or a deputy holds."""

    station: str | None = Field(default=None, max_length=20)
    code: str | None = Field(default=None, max_length=100)


class Begun(BaseModel):
    """Whoever knows the id is in the conversation: it is as secret as a key."""

    conversation: str
    reply: Reply
    heard: str | None = None


class TypedTurn(BaseModel):
    """A typed turn. The same `id` again is answered alike and done once."""

    id: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[\w-]+$")] = Field(
        default_factory=lambda: secrets.token_urlsafe(16)
    )
    text: str


@router.post("", response_model=Begun)
def begin(services: AppServices, wish: Begin) -> Begun | Response:
    """A new conversation and its greeting."""
    station = wish.station or services.settings.station
    if wish.station and not divisions.load().get(wish.station):
        return fault(422, "unknown_station", api_text.UNKNOWN_STATION)
    conversation, reply = services.dialogue.begin(Channel.KIOSK, station, wish.code)
    return Begun(conversation=conversation, reply=reply)


@router.get("/{conversation}", response_model=Begun)
def last(services: AppServices, conversation: str) -> Begun | Response:
    """Where a conversation stands, for a page that was loaded anew."""
    found = services.dialogue.last(Channel.KIOSK, conversation)
    if not found:
        return fault(404, "unknown_conversation", api_text.UNKNOWN_CONVERSATION)
    return Begun(conversation=conversation, reply=found.reply, heard=found.said)


@router.post("/{conversation}/turns", response_model=Reply)
async def turn(services: AppServices, conversation: str, said: TypedTurn) -> Reply | Response:
    """One typed turn."""
    known = await services.run(services.dialogue.last, Channel.KIOSK, conversation)
    if not known:
        return fault(404, "unknown_conversation", api_text.UNKNOWN_CONVERSATION)
    return await services.turn(
        Turn(id=said.id, channel=Channel.KIOSK, sender=conversation, text=said.text)
    )
