"""`xiaoqing chat`: the same conversation in the terminal."""

import getpass
import secrets
import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.panel import Panel
from rich.table import Table

from bot.command import command_text, readers
from data.database import open_database
from data.record.conversation import Channel
from data.settings import Settings
from handlers.conversation.service import Dialogue, TooLongError
from handlers.message.resident_text import TOO_LONG
from handlers.message.turn import Command, Reply, Turn

HELP = "在终端里和小清对话，和一体机上一样。"


def chat(
    station: Annotated[str | None, typer.Option(help="站点的区划代码，例如 330102001")] = None,
    new: Annotated[bool, typer.Option("--new", help="另起一段对话，不接上次的")] = False,
) -> None:
    """Read turns from the terminal until its end; a talk goes on where it stopped."""
    settings = Settings()
    code = readers.station(station or settings.station)
    database = open_database(settings)
    dialogue = Dialogue(database, readers.reader(settings))
    console = Console(highlight=False, markup=False)
    sender = secrets.token_urlsafe(16) if new else getpass.getuser()
    last = dialogue.greet(Channel.TERMINAL, sender, code)
    if sys.stdin.isatty():
        console.print(command_text.CHAT_HINT, style="dim")
    _show(console, last)
    while (text := _next(console)) is not None:
        turn = Turn(
            id=secrets.token_urlsafe(16),
            channel=Channel.TERMINAL,
            sender=sender,
            text=_chosen(text, last) or Command.REPEAT,
            station=code,
        )
        try:
            last = dialogue.turn(turn)
        except TooLongError:
            console.print(TOO_LONG)
            continue
        _show(console, last)
    if sys.stdin.isatty():
        console.print(f"\n{command_text.CHAT_BYE}", style="dim")
    database.close()


def _next(console: Console) -> str | None:
    prompt = "> " if sys.stdin.isatty() else ""
    try:
        return console.input(prompt).strip()
    except (EOFError, KeyboardInterrupt):
        return None


def _chosen(text: str, last: Reply) -> str:
    """A lone digit presses the button with that number; everything else is said as it is."""
    if len(text) == 1 and text.isascii() and text.isdigit():
        place = int(text) - 1
        if 0 <= place < len(last.buttons):
            return last.buttons[place].payload
    return text


def _show(console: Console, reply: Reply) -> None:
    console.print(f"小清：{reply.text}", style="bold")
    if reply.card:
        table = Table.grid(padding=(0, 2))
        for row in reply.card.rows:
            table.add_row(row.label, row.value)
        if reply.card.code:
            table.add_row("编号", reply.card.code)
        console.print(Panel.fit(table, title=reply.card.title))
    for number, button in enumerate(reply.buttons, 1):
        console.print(f"  {number}. {button.title}")
