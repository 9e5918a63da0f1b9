"""Listening to one utterance: on disk first, then voice activity, then a recogniser.

Three steps run side by side, so that sound is kept while a decode runs: `_keep` writes what comes,
`_attend` looks for speech and its end, `_recognise` turns speech into text.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from speech.audio.pcm import seconds
from speech.audio.recording import Recording, RecordingError
from speech.stt import decoding
from speech.stt.hallucination import without_hallucinations
from speech.stt.recogniser import Recogniser, SpeechEngine
from speech.turn import endpointing
from speech.turn.activity import PATIENT, End, Patience, VoiceActivity
from speech.turn.endpointing import Answers
from speech.turn.gate import Gate

_log = logging.getLogger(__name__)


class EventKind(StrEnum):
    """What happened."""

    LISTENING = "listening"
    WAITING = "waiting"
    PARTIAL = "partial"
    ENDPOINT = "endpoint"
    FINAL = "final"
    FAILED = "failed"


class FailedCode(StrEnum):
    """Why there is no text. Whatever it was, the sound that came is on disk."""

    NOTHING_HEARD = "nothing_heard"
    NO_ENGINE = "no_engine"
    RECOGNITION = "recognition"
    DISK_FULL = "disk_full"


@dataclass(frozen=True)
class ListeningEvent:
    """`at` is seconds of sound so far; `reason` is an End or a FailedCode, as the kind is.
    `original` is what the engine wrote, where `text` puts that right; `place` says how many are
    heard before her while she is WAITING, 0 once it is her turn.
    """

    kind: EventKind
    at: float
    text: str = ""
    confidence: float | None = None
    engine: str | None = None
    reason: str | None = None
    original: str | None = None
    place: int = 0


@dataclass(frozen=True)
class Expected:
    """What she may say now: `answers` says of a partial whether it answers the open question, and
    then the turn ends sooner than with `patience`; `phrases` are its likely answers."""

    patience: Patience = PATIENT
    answers: Answers | None = None
    phrases: Sequence[str] = ()


ANYTHING = Expected()


@dataclass
class _Inbox:
    """What waits for the recogniser."""

    sound: bytearray = field(default_factory=bytearray)
    paused: bool = False
    done: bool = False
    news: asyncio.Event = field(default_factory=asyncio.Event)


async def listen(
    chunks: AsyncIterator[bytes],
    recording: Recording,
    engine: SpeechEngine | None,
    expected: Expected = ANYTHING,
    activity: VoiceActivity | None = None,
) -> AsyncIterator[ListeningEvent]:
    """Events of one utterance of s16le, 16 kHz, mono chunks of any size, FINAL or FAILED the last.

    Chunks that end say that she is done. Chunks that raise say that the line broke: the error goes
    on to the caller, and what came is in `recording`, whose sound is heard first the next time.
    While others come first she is told so by WAITING. The caller closes `recording`.
    Raises TakenOverError when another opened the same recording.
    """
    session = _Session(chunks, recording, engine, expected, activity)
    work = asyncio.create_task(session.run())
    try:
        while (event := await session.events.get()) is not None:
            yield event
        await work
    finally:
        work.cancel()
        with contextlib.suppress(asyncio.CancelledError, Exception):
            await work


class _Session:
    def __init__(
        self,
        chunks: AsyncIterator[bytes],
        recording: Recording,
        engine: SpeechEngine | None,
        expected: Expected,
        activity: VoiceActivity | None,
    ) -> None:
        self.events: asyncio.Queue[ListeningEvent | None] = asyncio.Queue()
        self._chunks, self._recording, self._engine = chunks, recording, engine
        self._gate = Gate(expected.patience, activity)
        self._expected = expected
        self._longest = expected.patience.longest + 1.0
        self._kept: asyncio.Queue[bytes | None] = asyncio.Queue()
        self._inbox = _Inbox()
        self._heard = 0
        self._recogniser: Recogniser | None = None
        self._place = 0

    async def run(self) -> None:
        """All of it; the last event is None."""
        try:
            self._tell(EventKind.LISTENING, engine=self._engine.name if self._engine else None)
            await self._hear()
        except RecordingError as error:
            _log.error("sound could not be kept: %s", error)
            self._fail(FailedCode.DISK_FULL)
        finally:
            self.events.put_nowait(None)

    async def _hear(self) -> None:
        keeping = asyncio.create_task(self._keep())
        recognising = asyncio.create_task(self._recognise())
        attending = asyncio.create_task(self._attend())
        tasks = (keeping, recognising, attending)
        try:
            # A broken line or a full disk ends everything at once; an endpoint ends the keeping.
            await asyncio.wait({keeping, attending}, return_when=asyncio.FIRST_COMPLETED)
            if keeping.done():
                keeping.result()
            await attending
            keeping.cancel()
            await recognising
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _keep(self) -> None:
        resumed = self._recording.read()
        if resumed:
            self._kept.put_nowait(resumed)
        async for chunk in self._chunks:
            if not chunk:
                continue
            self._recording.append(chunk)
            self._kept.put_nowait(chunk)
            if seconds(self._recording.size) >= self._longest:
                break  # nobody fills the disk by sending faster than anyone speaks
            if self._recording.sync_due:
                await asyncio.to_thread(self._recording.sync)
        self._kept.put_nowait(None)

    async def _attend(self) -> None:
        end: End | None = None
        while end is None:
            chunk = await self._kept.get()
            if chunk is None:
                self._inbox.sound += self._gate.finish()
                end = End.EOF
                break
            self._heard += len(chunk)
            # A detector takes a twentieth of the time that the sound lasts: too long for the loop.
            passed = await asyncio.to_thread(self._gate.feed, chunk)
            if passed.sound:
                self._inbox.sound += passed.sound
                self._inbox.paused = False
            self._inbox.paused = self._inbox.paused or passed.paused
            self._inbox.news.set()
            end = passed.end
        self._tell(EventKind.ENDPOINT, reason=end)
        self._inbox.done = True
        self._inbox.news.set()

    async def _recognise(self) -> None:
        try:
            await self._decode()
        except Exception:
            # Engines raise whatever their libraries do. The sound is kept; she is told.
            _log.exception("recognition failed")
            await self._until_done()
            self._fail(FailedCode.RECOGNITION)

    async def _decode(self) -> None:
        try:
            await self._turn_into_text()
        finally:
            decoding.let_go(self._recogniser)

    async def _turn_into_text(self) -> None:
        inbox = self._inbox
        while not inbox.done:
            await inbox.news.wait()
            inbox.news.clear()
            if inbox.done or self._engine is None or not (inbox.sound or inbox.paused):
                continue
            await self._partial(await self._opened(self._engine))
        if self._engine is None:
            self._fail(FailedCode.NO_ENGINE)
        elif not self._gate.counter.started:
            self._fail(FailedCode.NOTHING_HEARD)
        else:
            await self._final(await self._opened(self._engine))

    async def _opened(self, engine: SpeechEngine) -> Recogniser:
        if self._recogniser is None:
            self._recogniser = await decoding.decoding(engine.open, self._expected.phrases)
            decoding.watch(self._recogniser, self._moved)
        return self._recogniser

    def _moved(self, place: int) -> None:
        if place or self._place:
            self._place = place
            self._tell(EventKind.WAITING, place=place)

    async def _partial(self, recogniser: Recogniser) -> None:
        sound = self._take()
        if sound:
            self._show(await decoding.feed(recogniser, sound))
        # What came during that decode says whether she still pauses.
        if self._inbox.paused and not self._inbox.sound and not self._inbox.done:
            self._inbox.paused = False
            self._show(await decoding.settle(recogniser))

    async def _final(self, recogniser: Recogniser) -> None:
        transcript = await decoding.finish(recogniser, self._take())
        text = without_hallucinations(transcript.text, self._gate.counter.voiced_seconds)
        if not text:
            self._fail(FailedCode.NOTHING_HEARD)
            return
        self.events.put_nowait(
            ListeningEvent(
                EventKind.FINAL,
                seconds(self._heard),
                text=text,
                confidence=transcript.confidence,
                engine=transcript.engine,
                original=transcript.original,
            )
        )

    def _take(self) -> bytes:
        sound = bytes(self._inbox.sound)
        self._inbox.sound.clear()
        return sound

    def _show(self, partial: str | None) -> None:
        text = without_hallucinations(partial or "", self._gate.counter.voiced_seconds)
        if text:
            counter = self._gate.counter
            expected = self._expected
            counter.patience = endpointing.patience(expected.patience, text, expected.answers)
            self._tell(EventKind.PARTIAL, text=text)

    async def _until_done(self) -> None:
        while not self._inbox.done:
            await self._inbox.news.wait()
            self._inbox.news.clear()

    def _fail(self, code: FailedCode) -> None:
        self._tell(EventKind.FAILED, reason=code)

    def _tell(
        self,
        kind: EventKind,
        *,
        text: str = "",
        engine: str | None = None,
        reason: str | None = None,
        place: int = 0,
    ) -> None:
        at = seconds(self._heard)
        event = ListeningEvent(kind, at, text, engine=engine, reason=reason, place=place)
        self.events.put_nowait(event)
