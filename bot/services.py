"""The services of a process, put together once: database, understanding, dialogue, speech."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import ParamSpec, TypeVar

from anyio import CapacityLimiter, to_thread

from bot import speech_catalogue
from data.database import Database, open_database
from data.settings import Settings
from handlers.conversation.service import Dialogue
from handlers.learning import teaching
from handlers.message.turn import Reply, Turn
from nlu import custom, understander
from nlu.correction import vocabulary
from nlu.text.segmenter import Words
from nlu.understander import Understander
from speech.pool.pool import Pool
from speech.stt.service import CorrectorLoader, SpeechToText, StatusCallback
from speech.tts.service import TextToSpeech
from speech.tts.speaker import Cutter

_AT_ONCE = 8
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True)
class Services:
    """Everything that a channel may need."""

    settings: Settings
    database: Database
    understander: Understander
    dialogue: Dialogue
    stt: SpeechToText
    tts: TextToSpeech
    clock: Callable[[], datetime]
    at_the_database: CapacityLimiter
    """How many may be at the database at once. SQLite has one writer, so a second would only wait
    for the first, and forty of them would spend their time on waking each other."""

    async def turn(self, turn: Turn) -> Reply:
        """Hear a turn and answer it, the event loop staying free. Raises as Dialogue.turn."""
        return await self.run(self.dialogue.turn, turn)

    async def run(self, job: Callable[P, T], *args: P.args, **more: P.kwargs) -> T:
        """Do something with the database, the event loop staying free. What has begun is finished,
        even where nobody waits for it any more."""
        return await to_thread.run_sync(partial(job, *args, **more), limiter=self.at_the_database)

    def close(self) -> None:
        """Stop listening and speaking, and close the database."""
        self.stt.stop()
        self.tts.stop()
        self.database.close()


async def off_the_loop(job: Callable[P, T], *args: P.args, **more: P.kwargs) -> T:
    """Do something else that takes its time. These threads, as many as anyio allows, are those of
    plain endpoints and of Services.run: bot/ has no other."""
    return await to_thread.run_sync(partial(job, *args, **more))


def now() -> datetime:
    """The time, for everything that has no clock of its own to be set."""
    return datetime.now(UTC)


def correcting(
    settings: Settings, taught: Callable[[], Sequence[str]]
) -> Callable[[], CorrectorLoader]:
    """Puts right what was heard, with the installation's own places and what it was taught."""

    def prepare() -> CorrectorLoader:
        return partial(vocabulary.load, own=custom.of(settings).places, taught=taught())

    return prepare


def cutting(settings: Settings) -> Cutter:
    """Tells a speaker where words begin, the names of streets among them."""
    return Words(settings.cache / "voice").cut


def open_services(
    settings: Settings,
    on_stt: StatusCallback | None = None,
    clock: Callable[[], datetime] = now,
) -> Services:
    """Open the database, load what understands, and make what hears and speaks, not yet started."""
    database = open_database(settings)
    reader = understander.load(settings.cache, settings.nlu, custom.of(settings))
    return Services(
        settings=settings,
        database=database,
        understander=reader,
        dialogue=Dialogue(database, reader, clock),
        stt=SpeechToText(
            settings.home,
            settings.speech,
            on_stt,
            correcting(settings, partial(teaching.texts, database)),
            Pool,
        ),
        tts=TextToSpeech(
            settings.home, settings.voice, speech_catalogue.fixed(), partial(cutting, settings)
        ),
        clock=clock,
        at_the_database=CapacityLimiter(1 if database.single_writer else _AT_ONCE),
    )
