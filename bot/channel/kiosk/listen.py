"""The kiosk's microphone: one utterance a socket, on disk before it is recognised.

A socket that breaks in mid-word loses nothing: the page comes back with the same utterance,
hears how many bytes are here, and goes on from there.
"""

import json
import logging
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, WebSocket, WebSocketDisconnect
from fastapi.encoders import jsonable_encoder
from sqlalchemy.exc import OperationalError

from bot import api_text, disk
from bot.dependencies import AppServices
from bot.services import Services
from data.record.conversation import Channel
from handlers.conversation.service import UnknownConversationError
from handlers.message import resident_text as spoken_words
from handlers.message.turn import Failure, Reply, Turn
from nlu.context import Context, Question
from nlu.intent.fixed_phrases import CLOSED
from nlu.intent.fixed_phrases import answers as likely_answers
from nlu.understanding import IntentName
from speech.audio.codec import AudioError, Resampler
from speech.audio.pcm import SAMPLE_RATE
from speech.audio.recording import Recording, RecordingError, TakenOverError
from speech.turn.activity import BRISK, PATIENT, Patience
from speech.turn.listening import EventKind, Expected, ListeningEvent, listen

router = APIRouter()
_log = logging.getLogger(__name__)

_PLAIN = re.compile(r"[\w-]{1,64}")
_LONGEST_MESSAGE = 1024 * 1024  # bytes; the page sends a tenth of a second at a time


class BadSoundError(Exception):
    """What came over the socket is no sound that we can hear."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(code)
        self.code, self.words = code, text


class CancelledError(Exception):
    """She threw the turn away."""


@dataclass
class Microphone:
    """The socket as a stream of s16le, 16 kHz, mono."""

    socket: WebSocket
    resampler: Resampler | None = None
    started: bool = field(default=False)

    async def chunks(self) -> AsyncIterator[bytes]:
        """Sound until she is done. Raises BadSoundError, CancelledError, WebSocketDisconnect."""
        while True:
            message = await self.socket.receive()
            if message["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(message.get("code", 1006))
            if (sound := message.get("bytes")) is not None:
                if len(sound) > _LONGEST_MESSAGE:
                    raise BadSoundError("too_much", api_text.BAD_SOUND)
                self.started = True
                yield self.resampler.feed(sound) if self.resampler else sound
                continue
            if self._control(message.get("text") or ""):
                if self.resampler:
                    yield self.resampler.finish()
                return

    def _control(self, text: str) -> bool:
        """Obey a text message; whether the sound is over."""
        try:
            wish = json.loads(text)
        except ValueError as error:
            raise BadSoundError("not_sound", api_text.NOT_SOUND) from error
        if not isinstance(wish, dict):
            raise BadSoundError("not_sound", api_text.NOT_SOUND)
        if wish.get("cancel"):
            raise CancelledError
        if wish.get("eof"):
            return True
        if "config" not in wish or self.started:
            raise BadSoundError("not_sound", api_text.NOT_SOUND)
        self.resampler = _resampler(wish["config"])
        return False


def _resampler(config: Any) -> Resampler | None:
    try:
        rate = int(config.get("sample_rate", SAMPLE_RATE))
        channels = int(config.get("channels", 1))
        if (rate, channels) == (SAMPLE_RATE, 1):
            return None
        return Resampler(rate, channels)
    except (AttributeError, TypeError, ValueError, AudioError) as error:
        raise BadSoundError("bad_config", api_text.BAD_CONFIG) from error


def _likely(asked: Reply) -> tuple[str, ...]:
    """What is probably said to a yes-or-no question or a menu; nothing is likely elsewhere."""
    if asked.question not in CLOSED and asked.question not in _MENUS:
        return ()
    return (*likely_answers(asked.question), *(button.title for button in asked.buttons))


@router.websocket("/api/listen")
async def listening(
    socket: WebSocket,
    services: AppServices,
    conversation: Annotated[str, Query()] = "",
    utterance: Annotated[str, Query()] = "",
    unasked: Annotated[bool, Query()] = False,
) -> None:
    """Hear one utterance, answer it, and close.

    `unasked` is one that the page took for a voice without a press of the button: where it was
    none, nothing comes of it.
    """
    await socket.accept()
    session = Session(socket, services, conversation, utterance, unasked)
    try:
        await session.run()
    except (WebSocketDisconnect, TakenOverError):
        # The line broke, or the page came back on another. The sound so far is on disk.
        return
    except OperationalError as error:
        _log.error("the database refused: %s", error)
        await session.fail("storage", spoken_words.FULL)
    except Exception:
        _log.exception("listening failed")
        await session.fail("broken", spoken_words.BROKEN)


@dataclass
class Session:
    """One socket and the utterance that comes over it."""

    socket: WebSocket
    services: Services
    conversation: str
    utterance: str
    unasked: bool = False

    async def run(self) -> None:
        """From the first chunk to the reply."""
        if not _PLAIN.fullmatch(self.utterance):
            await self.fail("bad_utterance", api_text.NOT_SOUND)
            return
        name = f"{self.conversation}-{self.utterance}.s16le"
        try:
            answered = await self.services.run(
                self.services.dialogue.recording,
                Channel.KIOSK,
                self.conversation,
                self.utterance,
                name,
            )
        except UnknownConversationError:
            await self.fail("unknown_conversation", api_text.UNKNOWN_CONVERSATION)
            return
        if answered:
            await self.reply(answered)
            return
        try:
            with Recording(self.services.settings.audio / name) as recording:
                # Before she speaks; what she has begun is finished while there is any room.
                if not recording.size and disk.is_short(self.services.settings):
                    await self.miss(Failure.DISK_FULL)
                    return
                await self.hear(recording)
        except RecordingError:
            await self.miss(Failure.DISK_FULL)

    async def hear(self, recording: Recording) -> None:
        """Pass on what listening makes of the sound, then answer it."""
        engine = self.services.stt.engine
        microphone = Microphone(self.socket)
        await self.send(
            type="listening",
            utterance=self.utterance,
            received=recording.size,
            engine=engine.name if engine else None,
        )
        try:
            asked = await self.asked()
            question = asked.question if asked else Question.NOTHING
            closed = question in CLOSED
            expected = Expected(
                self.patience(BRISK if closed else PATIENT),
                answers=(lambda text: self.answers(question, text)) if closed else None,
                phrases=_likely(asked) if asked else (),
            )
            async for event in listen(microphone.chunks(), recording, engine, expected):
                await self.take(event)
        except CancelledError:
            await self.discard()
            await self.socket.close()
        except BadSoundError as error:
            await self.fail(error.code, error.words)

    async def discard(self) -> None:
        """Nothing is to come of it; the sound stays."""
        await self.services.run(
            self.services.dialogue.discard, Channel.KIOSK, self.conversation, self.utterance
        )

    def patience(self, asked: Patience) -> Patience:
        """Who was heard without pressing has begun to speak: there is nothing to wait for."""
        return replace(asked, without_speech=_UNASKED_S) if self.unasked else asked

    async def asked(self) -> Reply | None:
        """What she answers now: a yes is soon said, a story has pauses in it."""
        exchange = await self.services.run(
            self.services.dialogue.last, Channel.KIOSK, self.conversation
        )
        return exchange.reply if exchange else None

    def answers(self, question: Question, text: str) -> bool:
        """Whether this is a plain yes or no, with nothing after it."""
        intent = self.services.understander.understand(text, Context(question=question)).intent
        plain = intent.name in (IntentName.CONFIRM, IntentName.DENY)
        return plain and len(text) <= _PLAIN_ANSWER

    async def take(self, event: ListeningEvent) -> None:
        """One event of listening."""
        match event.kind:
            case EventKind.WAITING:
                await self.send(type="waiting", place=event.place)
            case EventKind.PARTIAL:
                await self.send(type="partial", text=event.text)
            case EventKind.ENDPOINT:
                await self.send(type="endpoint", reason=event.reason)
            case EventKind.FINAL:
                await self.send(
                    type="final",
                    text=event.text,
                    engine=event.engine,
                    confidence=event.confidence,
                )
                turn = self.turn(
                    text=event.text,
                    engine=event.engine,
                    confidence=event.confidence,
                    original=event.original,
                )
                await self.reply(await self.services.turn(turn))
            case EventKind.FAILED if self.unasked and event.reason == Failure.NOTHING_HEARD:
                await self.discard()
                await self.fail(Failure.NOTHING_HEARD, "")
            case EventKind.FAILED:
                await self.miss(_FAILURES.get(event.reason or "", Failure.RECOGNITION))

    def turn(self, text: str = "", **more: Any) -> Turn:
        """What was heard, as a turn."""
        return Turn(
            id=self.utterance,
            channel=Channel.KIOSK,
            sender=self.conversation,
            text=text,
            spoken=True,
            **more,
        )

    async def miss(self, failure: Failure) -> None:
        """Nothing to make a turn of: say so kindly; the sound stays."""
        reply = await self.services.turn(self.turn(failure=failure))
        await self.send(type="failed", code=failure, words=reply.text, reply=reply)
        await self.socket.close()

    async def fail(self, code: str, text: str) -> None:
        """A refusal without a turn."""
        await self.send(type="failed", code=code, words=text, reply=None)
        await self.socket.close()

    async def reply(self, reply: Reply) -> None:
        """The answer, and the end of this socket."""
        await self.send(type="reply", reply=reply)
        await self.socket.close()

    async def send(self, **message: object) -> None:
        """One JSON message."""
        await self.socket.send_json(jsonable_encoder(message))


_UNASKED_S = 3.0
_PLAIN_ANSWER = 6  # letters: 对的，没错
_MENUS = (Question.WHICH_PLACE, Question.EVALUATE)
_FAILURES = {failure.value: failure for failure in Failure}
