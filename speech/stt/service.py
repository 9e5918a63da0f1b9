"""Speech to text: finds and loads an engine in the background, and says how far it has come."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

from speech.model.fetching import Progress, WeightsError
from speech.model.weights import MODELS, install, installed, verified
from speech.stt import vosk_server
from speech.stt.recogniser import (
    Correctable,
    Corrector,
    RecognitionError,
    SpeechEngine,
    Teachable,
    load,
)

_log = logging.getLogger(__name__)

AUTO, NONE = "auto", "none"
# What `auto` takes, best first: the model that streams, then the one that is always within reach.
BEST = ("vosk-cn", "whisper-base")


class SpeechToTextState(StrEnum):
    """How far it has come."""

    ABSENT = "absent"
    FETCHING = "fetching"
    LOADING = "loading"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True)
class SpeechToTextStatus:
    """`progress` runs from 0 to 1 while FETCHING; `detail` is one line for whoever runs it."""

    state: SpeechToTextState
    engine: str | None = None
    progress: float | None = None
    detail: str = ""


StatusCallback = Callable[[SpeechToTextStatus], None]
EngineLoader = Callable[[str, Path], SpeechEngine]
"""The engine of that name on the weights in a folder. Raises RecognitionError."""
CorrectorLoader = Callable[[Path], Corrector]
"""Makes a corrector of the language model in a folder; whatever it raises, there is none. Can be
pickled: an engine in processes of its own makes it there."""
LANGUAGE_MODEL = "open-gram"


class SpeechToText:
    """One engine for the whole process; never raises, whatever happens in the background."""

    def __init__(
        self,
        home: Path,
        choice: str = AUTO,
        on_status: StatusCallback | None = None,
        correcting: Callable[[], CorrectorLoader] | None = None,
        load_engine: EngineLoader = load,
    ) -> None:
        """`choice` is auto, none, a model's name, or URLs of vosk-servers; `on_status` is called in
        a thread of ours, where `correcting` is asked, too, for what puts right what is heard."""
        self._correcting, self._load_engine = correcting, load_engine
        self._home, self._choice, self._on_status = home, choice, on_status
        self._status = SpeechToTextStatus(SpeechToTextState.ABSENT)
        self._engine: SpeechEngine | None = None
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def status(self) -> SpeechToTextStatus:
        """Where it stands now."""
        engine = self._engine
        if isinstance(engine, Teachable) and engine.trouble:
            return SpeechToTextStatus(SpeechToTextState.FAILED, engine.name, detail=engine.trouble)
        return self._status

    @property
    def engine(self) -> SpeechEngine | None:
        """The engine once READY."""
        return self._engine

    def start(self) -> None:
        """Begin in the background; after FAILED, try again. Nothing happens while it is busy."""
        with self._lock:
            busy = self._thread is not None and self._thread.is_alive()
            if busy or self._engine is not None or self._choice == NONE:
                return
            self._stop.clear()
            self._thread = threading.Thread(target=self._run, name="stt", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """End a download, and processes of an engine; one that is loaded here stays usable for who
        still holds it."""
        self._stop.set()
        if isinstance(self._engine, Teachable):
            self._engine.close()
        if self._thread is not None:
            self._thread.join(timeout=10)

    def wait(self, timeout: float | None = None) -> SpeechToTextStatus:
        """The status once the background work has ended, for a command that needs the engine."""
        if self._thread is not None:
            self._thread.join(timeout)
        return self._status

    def _run(self) -> None:
        try:
            self._open()
            self._learn_to_correct()
        except (WeightsError, RecognitionError) as error:
            if self._stop.is_set():
                self._tell(SpeechToTextStatus(SpeechToTextState.ABSENT, detail="stopped"))
                return
            _log.error("no recogniser: %s", error)
            self._tell(SpeechToTextStatus(SpeechToTextState.FAILED, detail=str(error)))
        except Exception as error:
            _log.exception("speech to text broke")
            self._tell(SpeechToTextStatus(SpeechToTextState.FAILED, detail=str(error)))

    def _open(self) -> None:
        if self._choice.startswith(vosk_server.SCHEMES):
            self._tell(SpeechToTextStatus(SpeechToTextState.LOADING, vosk_server.NAME))
            self._engine = vosk_server.load(self._choice)
            self._tell(SpeechToTextStatus(SpeechToTextState.READY, vosk_server.NAME))
            return
        names = BEST if self._choice == AUTO else (self._choice,)
        there = installed(self._home)
        troubles: list[str] = []
        # What is there comes before what would have to be fetched.
        for name in sorted(names, key=lambda name: name not in there):
            try:
                self._load(name)
            except (WeightsError, RecognitionError) as error:
                if self._stop.is_set():
                    raise
                _log.warning("%s: %s", name, error)
                troubles.append(f"{name}: {error}")
            else:
                return
        raise RecognitionError("; ".join(troubles))

    def _learn_to_correct(self) -> None:
        """Hearing goes on without, so this is never a reason to fail."""
        engine = self._engine
        elsewhere = isinstance(engine, Teachable) and engine.correctable
        if self._correcting is None or not (elsewhere or isinstance(engine, Correctable)):
            return
        try:
            folder = install(LANGUAGE_MODEL, self._home, stop=self._stop)
            make = partial(self._correcting(), folder)
            if isinstance(engine, Teachable):
                engine.learn(make)
            elif isinstance(engine, Correctable):
                engine.corrector = make()
        except Exception as error:
            _log.warning("what is heard stays as it was heard: %s", error)

    def _load(self, name: str) -> None:
        if name not in installed(self._home):
            self._tell(
                SpeechToTextStatus(SpeechToTextState.FETCHING, name, 0.0, _description(name))
            )
            install(name, self._home, self._fetched, stop=self._stop)
        self._tell(SpeechToTextStatus(SpeechToTextState.LOADING, name))
        try:
            folder = verified(name, self._home)
        except WeightsError as error:
            # Damaged on disk since it was installed: once more from the source.
            _log.warning("%s", error)
            folder = install(name, self._home, self._fetched, stop=self._stop)
            self._tell(SpeechToTextStatus(SpeechToTextState.LOADING, name))
        self._engine = self._load_engine(name, folder)
        self._tell(SpeechToTextStatus(SpeechToTextState.READY, name))

    def _fetched(self, progress: Progress) -> None:
        detail = _description(progress.model)
        self._tell(
            SpeechToTextStatus(SpeechToTextState.FETCHING, progress.model, progress.share, detail)
        )

    def _tell(self, status: SpeechToTextStatus) -> None:
        self._status = status
        if self._on_status is not None:
            self._on_status(status)


def _description(name: str) -> str:
    return MODELS[name].description if name in MODELS else ""
