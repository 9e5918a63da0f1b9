"""Text to speech: finds and loads a speaker in the background, and speaks piece by piece."""

import asyncio
import logging
import threading
import time
from collections.abc import AsyncGenerator, Callable, Iterable
from concurrent.futures import CancelledError, ThreadPoolExecutor
from enum import StrEnum
from pathlib import Path

from speech.model.fetching import WeightsError
from speech.model.weights import MODELS, install, installed, verified
from speech.tts.cache import SpeechCache
from speech.tts.segments import pieces, sentences
from speech.tts.speaker import SPEAKERS, Cutter, Speaker, SpeechError, load
from speech.tts.spoken_form import spoken

_log = logging.getLogger(__name__)

AUTO, NONE = "auto", "none"
# What `auto` takes, best first.
BEST = ("kokoro-zh", "espeak-ng")
AT_ONCE = 4
"""Answers that wait for their next piece at the same time; one more is told to come again."""
_QUIET_S = 30.0
"""Rehearsals wait until nobody was spoken to for so long: the next answer is not to wait."""
_REST = 2.0
"""A rehearsal rests for this many times as long as it worked: others want the cores."""


class TextToSpeechState(StrEnum):
    """How far it has come."""

    ABSENT = "absent"
    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


class BusyError(Exception):
    """As many answers are being made as may be at once."""


class TextToSpeech:
    """One speaker for the whole process. Nothing that happens in the background is raised."""

    def __init__(
        self,
        home: Path,
        choice: str = AUTO,
        fixed: Iterable[str] = (),
        cutting: Callable[[], Cutter] = lambda: list,
    ) -> None:
        """`choice` is auto, none, or a name in SPEAKERS. What is said again and again in the same
        words is `fixed`: its sound is made when nobody speaks, and kept on the disk. `cutting`
        makes what tells a speaker where words begin; without, each character is one."""
        self._home, self._choice = home, choice
        self._fixed = [s for text in fixed for s in sentences(spoken(text))]
        self._cutting = cutting
        self._state = TextToSpeechState.ABSENT
        self._speaker: Speaker | None = None
        self._cache: SpeechCache | None = None
        # One at a time: two would only share the cores.
        self._thread = ThreadPoolExecutor(1, "tts")
        self._waiting = 0
        self._spoke = time.monotonic() - _QUIET_S
        self._stop = threading.Event()
        self._background: threading.Thread | None = None

    @property
    def state(self) -> TextToSpeechState:
        """Where it stands now."""
        return self._state

    @property
    def speaker(self) -> Speaker | None:
        """Who speaks once it is READY."""
        return self._speaker

    def start(self, after: Callable[[], object] | None = None) -> None:
        """Begin in the background. What has to be fetched waits until `after` has returned."""
        if self._background is None and self._choice != NONE:
            self._background = threading.Thread(
                target=self._run, args=(after,), name="tts-loader", daemon=True
            )
            self._background.start()

    def stop(self) -> None:
        """Say no more; a sentence that has begun is finished, unheard."""
        self._stop.set()
        self._thread.shutdown(wait=False, cancel_futures=True)
        if self._background is not None:
            self._background.join(timeout=10)

    def wait(self, timeout: float | None = None) -> TextToSpeechState:
        """The state once the background work has ended, rehearsals included."""
        if self._background is not None:
            self._background.join(timeout)
        return self._state

    async def speak(self, text: str) -> AsyncGenerator[bytes]:
        """The text as s16le mono at the speaker's rate, a piece at a time, each made while the one
        before it is played. Raises BusyError and SpeechError, before the first piece only."""
        if self._speaker is None or self._cache is None:
            raise SpeechError("there is no voice")
        if self._waiting >= AT_ONCE:
            raise BusyError
        first = True
        for piece in pieces(spoken(text), self._cache.has):
            try:
                sound = await self._sound(piece, self._speaker, self._cache)
            except SpeechError as error:
                if first:
                    raise
                _log.error("the rest stays unsaid: %s", error)
                return
            first = False
            if sound:
                yield sound

    async def _sound(self, piece: str, speaker: Speaker, cache: SpeechCache) -> bytes:
        self._spoke = time.monotonic()
        if found := await asyncio.to_thread(cache.get, piece):
            return found
        loop = asyncio.get_running_loop()
        self._waiting += 1
        try:
            return await loop.run_in_executor(self._thread, self._make, piece, speaker, cache)
        except RuntimeError as error:
            raise SpeechError("text to speech is closed") from error
        finally:
            self._waiting -= 1
            self._spoke = time.monotonic()

    @staticmethod
    def _make(piece: str, speaker: Speaker, cache: SpeechCache) -> bytes:
        sound = speaker.say(piece)
        cache.put(piece, sound)
        return sound

    def _run(self, after: Callable[[], object] | None) -> None:
        try:
            if opened := self._open(after):
                self._rehearse(*opened)
        except Exception:
            _log.exception("text to speech broke")
            self._state = TextToSpeechState.FAILED

    def _open(self, after: Callable[[], object] | None) -> tuple[Speaker, SpeechCache] | None:
        names = BEST if self._choice == AUTO else (self._choice,)
        for name in names:
            try:
                self._state = TextToSpeechState.LOADING
                speaker = load(name, self._weights(name, after), self._cutting)
                folder = self._home / "cache" / "voice"
                cache = SpeechCache(folder, speaker.name, self._fixed)
            except (WeightsError, SpeechError, OSError) as error:
                if self._stop.is_set():
                    break
                # Silence is no fault: everything that is said stands on the screen, too.
                _log.warning("no voice by %s: %s", name, error)
            else:
                self._speaker, self._cache = speaker, cache
                self._state = TextToSpeechState.READY
                return speaker, cache
        self._state = TextToSpeechState.FAILED
        return None

    def _weights(self, name: str, after: Callable[[], object] | None) -> Path:
        """The folder of the speaker's weights; it is not looked at where there are none."""
        if name not in SPEAKERS:
            raise SpeechError(f"there is no voice {name}")
        if name not in MODELS:
            return self._home
        if name in installed(self._home):
            try:
                return verified(name, self._home)
            except WeightsError as error:
                _log.warning("%s", error)
        if after:
            after()
        return install(name, self._home, stop=self._stop)

    def _quiet(self) -> bool:
        return not self._waiting and time.monotonic() - self._spoke >= _QUIET_S

    def _rehearse(self, speaker: Speaker, cache: SpeechCache) -> None:
        """Speak what is said every day once, so that it is there when it is wanted."""
        for sentence in cache.missing():
            while not self._stop.is_set() and not self._quiet():
                self._stop.wait(1.0)
            if self._stop.is_set():
                return
            began = time.monotonic()
            try:
                self._thread.submit(self._make, sentence, speaker, cache).result()
            except (SpeechError, RuntimeError, CancelledError) as error:
                _log.warning("no rehearsal: %s", error)
                return
            self._stop.wait(_REST * (time.monotonic() - began))
