"""Rasa's REST channel, as its documentation describes it, for clients that speak it."""

import secrets
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, Field

from bot.dependencies import AppServices
from data.record.conversation import Channel
from handlers.message.turn import Button, Reply, Turn

# Rasa reads JSON whatever the content type says, and some clients leave it out.
router = APIRouter(prefix="/webhooks/rest", strict_content_type=False)


class MessageIn(BaseModel):
    """What a client sends. `metadata.turn_id` makes a message that is sent twice count once."""

    sender: str = Field(default="default", min_length=1, max_length=200)
    message: str
    metadata: dict[str, Any] | None = None


class MessageOut(BaseModel):
    """What it gets back; `buttons` is left out where there are none, as Rasa does."""

    recipient_id: str
    text: str
    buttons: list[Button] | None = None


@router.get("/")
def alive() -> dict[str, str]:
    """Rasa's own health check of the channel."""
    return {"status": "ok"}


@router.post("/webhook", response_model_exclude_none=True)
async def webhook(services: AppServices, message: MessageIn) -> list[MessageOut]:
    """One message in, the answers out."""
    given = (message.metadata or {}).get("turn_id")
    turn_id = f"{message.sender}:{given}" if given else secrets.token_urlsafe(16)
    reply = await services.turn(
        Turn(
            id=turn_id,
            channel=Channel.REST,
            sender=message.sender,
            text=message.message,
            station=services.settings.station,
        )
    )
    return [_answer(message.sender, reply)]


def _answer(sender: str, reply: Reply) -> MessageOut:
    return MessageOut(recipient_id=sender, text=reply.written, buttons=list(reply.buttons) or None)
