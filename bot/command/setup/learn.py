"""`xiaoqing learn`: topics from a station's own messages, kept if they serve it better."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bot.command import command_text
from bot.command.problem import Problem
from bot.command.setup import sheet
from data.database import open_database
from data.settings import Settings
from data.sheet import SheetError
from handlers.learning import teaching
from nlu.intent import embedded
from nlu.learning import FEWEST, TooFewError
from nlu.topic.history import History

HELP = """用本站的历史留言教小清分主题，变好了才用。

文件是 CSV（UTF-8 或 GB18030 都行），要有 text、topic 两列；topic 写一级主题，
也可以写到二级（城乡建设/安全生产）。工作人员改过的主题会一起学。

例：xiaoqing learn 历史留言.csv    不想要了：xiaoqing learn --undo"""


def learn(
    file: Annotated[Path | None, typer.Argument(help="CSV 文件；不给就只学工作人员改过的")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="退回上一次学习之前")] = False,
) -> None:
    """Learn from a file and from what staff corrected, or take the last time back."""
    if undo and file:
        raise typer.BadParameter("--undo 不用给文件")
    settings = Settings()
    history = History(settings.learned)
    if undo:
        _undo(settings, history)
        return
    try:
        messages = teaching.read(file) if file else ()
    except SheetError as error:
        raise sheet.problem(error, file) from error
    console = Console(stderr=True)
    with console.status(command_text.LEARNING):
        database = open_database(settings)
        try:
            outcome = teaching.teach(
                database, messages, embedded.shipped(settings.cache), history, datetime.now(UTC)
            )
        except TooFewError as error:
            said = command_text.TOO_FEW_LESSONS.format(found=error.found, fewest=FEWEST)
            raise Problem(said) from error
        finally:
            database.close()
    report = outcome.report
    said = command_text.LEARNED if outcome.kept else command_text.NOT_LEARNED
    print(
        said.format(
            messages=report.messages,
            held=report.held,
            before=f"{report.before:.1%}",
            after=f"{report.after:.1%}",
        )
    )


def _undo(settings: Settings, history: History) -> None:
    database = open_database(settings)
    now = teaching.unteach(database, history)
    database.close()
    if now is None:
        print(command_text.NOTHING_TO_UNDO)
    else:
        print(command_text.UNDONE_TO.format(number=now) if now else command_text.UNDONE_TO_SHIPPED)
