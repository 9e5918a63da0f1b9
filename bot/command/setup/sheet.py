"""What is wrong with a person's table, said line by line."""

from pathlib import Path

from bot.command import command_text
from bot.command.problem import Problem
from data.sheet import SheetError

MOST = 20
"""More lines than that nobody reads; mending these often mends the rest."""


def problem(error: SheetError, path: Path | None) -> Problem:
    """The faults as one problem for the person at the terminal, and that nothing was changed."""
    lines = []
    for fault in error.faults[:MOST]:
        where = command_text.SHEET_LINE.format(line=fault.line) if fault.line else ""
        lines.append(where + command_text.SHEET[fault.reason].format(what=fault.what))
    if len(error.faults) > MOST:
        lines.append(command_text.SHEET_MORE.format(more=len(error.faults) - MOST))
    return Problem("\n  ".join([command_text.SHEET_BAD.format(path=path), *lines]))
