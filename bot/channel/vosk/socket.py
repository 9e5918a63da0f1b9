"""Our recogniser for clients of vosk-server: the same protocol, so that they work unchanged.

https://alphacephei.com/vosk/server. Nothing is stored here: who wants an opinion filed talks to
the other channels.
"""

import json
import logging
from typing import Any

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from bot.dependencies import AppServices
from speech.audio.codec import AudioError, Resampler
from speech.audio.pcm import SAMPLE_RATE
from speech.stt import decoding
from speech.stt.recogniser import Bounded, Recogniser, RecognitionError, SpeechEngine

router = APIRouter()
MOST = 64
"""Clients at the same time; each new one beyond is asked to come again."""
SHARE = 0.75
"""Of an engine that hears so many at once: the rest is left to the kiosks."""
_NOT_SOUND, _BROKEN, _LATER = 1003, 1011, 1013
_log = logging.getLogger(__name__)
_open: set[int] = set()


@router.websocket("/")
async def hear(socket: WebSocket, services: AppServices) -> None:
    """One client, from its configuration to its end."""
    await socket.accept()
    engine = services.stt.engine
    if engine is None or _full(engine):
        await socket.close(_LATER, "请稍等再来" if engine else "还听不了")
        return
    _open.add(id(socket))
    client = VoskClient(socket, engine)
    try:
        await client.serve()
    except (WebSocketDisconnect, RuntimeError):
        return
    except (AudioError, ValueError, TypeError, AttributeError) as error:
        await socket.close(_NOT_SOUND, str(error)[:100])
    except RecognitionError as error:
        _log.error("a client could not be heard: %s", error)
        await socket.close(_BROKEN)
    finally:
        _open.discard(id(socket))
        client.close()


def _full(engine: SpeechEngine) -> bool:
    if isinstance(engine, Bounded):
        return engine.full or len(_open) >= min(MOST, int(SHARE * engine.room))
    return len(_open) >= MOST


class VoskClient:
    """One connection."""

    def __init__(self, socket: WebSocket, engine: SpeechEngine) -> None:
        self._socket = socket
        self._engine = engine
        self._recogniser: Recogniser | None = None
        self._resampler: Resampler | None = None
        self._half = b""
        self._shown = ""
        self._phrases: tuple[str, ...] = ()

    async def serve(self) -> None:
        """One reply for each chunk, and one for the end; none for a configuration."""
        while True:
            message = await self._socket.receive()
            if message["type"] == "websocket.disconnect":
                return
            sound = message.get("bytes")
            if sound is not None:
                await self._reply(partial=await self._feed(sound))
                continue
            wish = json.loads(message.get("text") or "")
            if not isinstance(wish, dict):
                raise ValueError("a message that is no object")
            if "config" in wish:
                self._configure(wish["config"])
                continue
            await self._reply(text=await self._finish())
            if "eof" in wish:
                await self._socket.close()
                return

    def _configure(self, config: dict[str, Any]) -> None:
        self._phrases = tuple(str(phrase) for phrase in config.get("phrase_list", ()))
        rate = int(config.get("sample_rate", SAMPLE_RATE))
        self._resampler = None if rate == SAMPLE_RATE else Resampler(rate, 1)

    async def _feed(self, sound: bytes) -> str:
        self._recogniser = self._recogniser or self._engine.open(self._phrases)
        if self._resampler:
            sound = self._resampler.feed(sound)
        else:
            sound = self._half + sound
            whole = len(sound) - len(sound) % 2
            sound, self._half = sound[:whole], sound[whole:]
        partial = await decoding.feed(self._recogniser, sound)
        self._shown = partial or self._shown
        return self._shown

    async def _finish(self) -> str:
        """The whole text; the next chunk begins anew."""
        recogniser, self._recogniser = self._recogniser or self._engine.open(self._phrases), None
        rest = self._resampler.finish() if self._resampler else b""
        self._shown, self._half = "", b""
        return (await decoding.finish(recogniser, rest)).text

    def close(self) -> None:
        """The client is gone."""
        decoding.let_go(self._recogniser)

    async def _reply(self, **what: str) -> None:
        await self._socket.send_text(json.dumps(what, ensure_ascii=False))
