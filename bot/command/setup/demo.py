"""`xiaoqing demo`: an installation with something in it to look at."""

import sys

from rich.console import Console
from rich.progress import Progress

from bot.command import command_text, readers
from data.database import open_database
from data.settings import Settings
from handlers.conversation.service import Dialogue
from handlers.demo import sample as samples

HELP = "放进一些示例：站点、代表、承办单位和意见。已有的数据不动。"


def demo() -> None:
    """Fill the database with samples, once."""
    settings = Settings()
    reader = readers.reader(settings)
    database = open_database(settings)
    console = Console(stderr=True)
    with Progress(console=console, disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(command_text.DEMO_FILLING)
        filled = samples.fill(
            database,
            Dialogue(database, reader),
            lambda done, all_of_them: bar.update(task, completed=done, total=all_of_them),
        )
    database.close()
    if filled is None:
        print(command_text.DEMO_ALREADY)
        return
    print(
        command_text.DEMO_DONE.format(
            stations=filled.stations,
            representatives=filled.representatives,
            opinions=filled.opinions,
        )
    )
