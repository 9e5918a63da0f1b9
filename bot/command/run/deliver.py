"""`xiaoqing deliver`: the delivery worker alone, for installations with several machines."""

import signal
import threading

from rich.console import Console

from bot.background import PAUSE_S, BackgroundWorker
from bot.command import command_text
from bot.services import now
from data.database import open_database
from data.settings import Settings

HELP = """把要通知的话送出去，并看着期限；`xiaoqing serve` 里已经有一个，多台机器时可另开。

用 PostgreSQL 时可以同时开几个，不会重复送。按 Ctrl-C 停下。"""


def deliver() -> None:
    """Work until told to stop."""
    settings = Settings()
    database = open_database(settings)
    worker = BackgroundWorker(database, settings, now)
    stopping = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopping.set())
    Console(stderr=True).print(command_text.DELIVERING)
    while not stopping.is_set():
        if not worker.once():
            stopping.wait(PAUSE_S)
    database.close()
