"""Recognition in the terminal: a bar while weights are fetched, one line when it can hear."""

from collections.abc import Sequence
from functools import partial

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from bot.command import command_text
from bot.command.problem import Problem
from bot.services import correcting
from data.database import open_database
from data.settings import Settings
from handlers.learning import teaching
from speech.model.weights import MODELS
from speech.stt import vosk_server
from speech.stt.recogniser import SpeechEngine
from speech.stt.service import AUTO, NONE, SpeechToText, SpeechToTextState, SpeechToTextStatus


class DownloadProgress:
    """Draws what speech to text tells of itself."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __call__(self, status: SpeechToTextStatus) -> None:
        """It has come somewhere else."""
        if status.state is SpeechToTextState.FETCHING:
            self._draw(status)
            return
        self.close()
        if status.state is SpeechToTextState.READY:
            self._console.print(command_text.STT_READY.format(engine=status.engine))
        elif status.state is SpeechToTextState.FAILED:
            self._console.print(command_text.STT_FAILED.format(why=status.detail), markup=False)

    def close(self) -> None:
        """Leave the terminal as it was."""
        if self._bar:
            self._bar.stop()
            self._bar = None

    def _draw(self, status: SpeechToTextStatus) -> None:
        if not self._bar:
            columns = (
                TextColumn("{task.description}"),
                BarColumn(),
                TextColumn("{task.percentage:>3.0f}%"),
                TimeRemainingColumn(),
            )
            self._bar = Progress(*columns, console=self._console, transient=True)
            self._task = self._bar.add_task("", total=1.0)
            self._bar.start()
        assert self._task is not None  # noqa: S101 - it was made with the bar
        description = command_text.FETCHING.format(name=status.engine)
        self._bar.update(self._task, description=description, completed=status.progress or 0.0)


def known(choice: str) -> str:
    """The choice of a recogniser, once it is known that there is such a one."""
    choices = (AUTO, NONE, *(name for name, model in MODELS.items() if model.hears))
    if choice not in choices and not choice.startswith(vosk_server.SCHEMES):
        raise Problem(command_text.NO_MODEL.format(name=choice, names="、".join(choices)), 2)
    return choice


def fetch(settings: Settings, choice: str, console: Console) -> SpeechEngine:
    """The engine, once it is loaded. Raises Problem where there is none to be had."""
    bar = DownloadProgress(console)
    stt = SpeechToText(
        settings.home, known(choice), bar, correcting(settings, partial(_taught, settings))
    )
    stt.start()
    status = stt.wait()
    bar.close()
    if stt.engine is None:
        raise Problem(command_text.NO_STT.format(why=status.detail or choice))
    return stt.engine


def _taught(settings: Settings) -> Sequence[str]:
    """What `learn` has kept; an installation that never learned need have no database."""
    if not settings.learned.exists():
        return ()
    database = open_database(settings)
    try:
        return teaching.texts(database)
    finally:
        database.close()
