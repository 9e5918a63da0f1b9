"""The command `xiaoqing`: its parts put together, and errors told in one line."""

import logging
import os
import sys

import typer
from rich.console import Console

from bot.command import command_text, transcribe, understand
from bot.command.problem import Problem
from bot.command.run import chat, deliver, serve, telegram
from bot.command.setup import demo, learn, models, places, staff

app = typer.Typer(
    name="xiaoqing",
    help=command_text.HELP,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("serve", help=serve.HELP)(serve.serve)
app.command("chat", help=chat.HELP)(chat.chat)
app.command("transcribe", help=transcribe.HELP)(transcribe.transcribe)
app.command("understand", help=understand.HELP)(understand.understand)
app.command("learn", help=learn.HELP)(learn.learn)
app.add_typer(models.app, name="models")
app.add_typer(places.app, name="places")
app.add_typer(staff.people, name="staff")
app.add_typer(staff.programs, name="token")
app.command("deliver", help=deliver.HELP)(deliver.deliver)
app.command("telegram", help=telegram.HELP)(telegram.telegram)
app.command("demo", help=demo.HELP)(demo.demo)


def run() -> None:
    """What the installed command calls. XIAOQING_DEBUG=1 shows where an error came from."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    try:
        app()
    except Problem as problem:
        Console(stderr=True).print(
            f"xiaoqing: {problem}", style="red", markup=False, soft_wrap=True
        )
        sys.exit(problem.status)
    except BrokenPipeError:
        # Whoever read our output has read enough, as `head` does.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except Exception as error:
        if os.environ.get("XIAOQING_DEBUG"):
            raise
        Console(stderr=True).print(
            f"xiaoqing: {command_text.UNFORESEEN.format(error=f'{type(error).__name__}: {error}')}",
            style="red",
            markup=False,
            soft_wrap=True,
        )
        sys.exit(1)
