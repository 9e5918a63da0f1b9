"""The voice of the kiosk: what the assistant has just said, as sound."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field

from bot import api_text
from bot.dependencies import AppServices
from bot.errors import fault
from bot.services import Services
from data.record.conversation import Channel
from speech.audio.codec import wav_header
from speech.tts.service import BusyError
from speech.tts.speaker import SpeechError

router = APIRouter()

_LONGEST = 2000  # letters; the assistant says less


class Wish(BaseModel):
    """What is to be said: the last answer in this conversation, or a word of the page's own."""

    conversation: str = Field(max_length=64)
    text: str = Field(min_length=1, max_length=_LONGEST)


@router.post(
    "/api/say",
    response_class=StreamingResponse,
    responses={
        200: {"content": {"audio/wav": {}}, "description": "s16le mono, sent as it is made"}
    },
)
async def say(services: AppServices, wish: Wish) -> Response:
    """A WAV of no stated length. Nobody else's words are spoken: 403."""
    exchange = await services.run(services.dialogue.last, Channel.KIOSK, wish.conversation)
    if not exchange:
        return fault(404, "unknown_conversation", api_text.UNKNOWN_CONVERSATION)
    if wish.text not in {exchange.reply.say, exchange.reply.text, *api_text.SAID_BY_THE_PAGE}:
        return fault(403, "not_ours", api_text.NOT_OURS)
    pieces = services.tts.speak(wish.text)
    try:
        # The first piece before the headers: whoever gets 200 gets sound.
        first = await anext(pieces, b"")
    except BusyError:
        return fault(503, "busy", api_text.VOICE_BUSY)
    except SpeechError:
        return fault(503, "no_voice", api_text.NO_VOICE)
    return StreamingResponse(_stream(services, first, pieces), media_type="audio/wav")


async def _stream(
    services: Services, first: bytes, rest: AsyncGenerator[bytes]
) -> AsyncIterator[bytes]:
    assert services.tts.speaker  # noqa: S101 - it has just spoken
    async with aclosing(rest):
        yield wav_header(rate=services.tts.speaker.rate) + first
        async for piece in rest:
            yield piece
