"""Any chat behind a webhook, as Rasa's callback channel has it: a message is taken at once, its
answer is posted to the chat's own server (docs/channels.md)."""

import json
import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from fastapi.responses import PlainTextResponse
from pydantic import BaseModel, Field

from bot import api_text
from bot.api.schemas import ErrorOut
from bot.channel.callback.transport import CallbackTransport
from bot.channel.inbox import Inbox, ReceivedUpdate, TryLaterError
from bot.channel.rest.webhook import MessageIn
from bot.errors import refused
from bot.services import Services, off_the_loop
from data.record.conversation import Channel
from data.settings import Settings
from handlers.message.turn import Turn
from handlers.notification import closed_chat
from handlers.notification.dispatcher import DeliveryError, OutgoingMessage

router = APIRouter(prefix="/webhooks/callback", strict_content_type=False)


class CallbackMessage(BaseModel):
    """A message as it waits in the inbox."""

    id: str
    sender: str
    text: str = Field(default="")


class CallbackChannel:
    """The callback channel of one installation."""

    def __init__(self, services: Services, url: str, token: str) -> None:
        self._services = services
        self._token = token
        self._transport = CallbackTransport(url, token)
        self.inbox = Inbox(services, Channel.CALLBACK, self._answer)

    def is_theirs(self, authorization: str | None) -> bool:
        """Whether the chat's server showed our token."""
        given, wanted = (authorization or "").encode(), f"Bearer {self._token}".encode()
        return secrets.compare_digest(given, wanted)

    async def _answer(self, body: str) -> None:
        said = CallbackMessage.model_validate_json(body)
        reply = await self._services.turn(
            Turn(
                id=said.id,
                channel=Channel.CALLBACK,
                sender=said.sender,
                text=said.text,
                station=self._services.settings.station,
            )
        )
        key = f"{said.sender}:{said.id}"
        outgoing = OutgoingMessage(key, said.sender, reply.written, buttons=reply.buttons)
        try:
            await off_the_loop(self._transport.carry, outgoing)
        except DeliveryError as error:
            if error.closed:
                await self._services.run(self._close, said.sender)
            elif not error.final:
                raise TryLaterError(str(error), error.after_s) from error

    def _close(self, sender: str) -> None:
        with self._services.database.transaction() as session:
            closed_chat.close(session, Channel.CALLBACK, sender, self._services.clock())


def service_of(services: Services, settings: Settings) -> CallbackChannel | None:
    """The channel, where it is set up."""
    if not settings.callback_url or not settings.callback_token:
        return None
    return CallbackChannel(services, settings.callback_url, settings.callback_token)


@router.get("/")
def alive() -> dict[str, str]:
    """Rasa's own health check of the channel."""
    return {"status": "ok"}


@router.post("/webhook", response_class=PlainTextResponse, responses={401: {"model": ErrorOut}})
async def webhook(
    request: Request, message: MessageIn, authorization: Annotated[str | None, Header()] = None
) -> str:
    """One message in; "success" says that it cannot be lost any more."""
    service: CallbackChannel | None = request.app.state.callback
    if service is None or not service.is_theirs(authorization):
        raise refused(401, "unauthorized", api_text.UNAUTHORIZED)
    given: Any = (message.metadata or {}).get("turn_id") or secrets.token_urlsafe(16)
    body = {"id": str(given), "sender": message.sender, "text": message.message}
    received = ReceivedUpdate(f"{message.sender}:{given}", message.sender, json.dumps(body))
    await service.inbox.take([received])
    return "success"
