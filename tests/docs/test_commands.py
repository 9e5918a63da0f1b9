"""Every command has its help, its place in the docs, and does what the docs call it with."""

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.exceptions import TyperException

from bot.command.main import app
from tests.conftest import ROOT
from tests.docs.pages import GUIDES, READMES, quoted, text

PAGE = ROOT / "docs" / "commands.md"
CHINESE = re.compile(r"[一-鿿]")


def commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every command and group with the words that call it."""
    yield path, command
    for name, each in getattr(command, "commands", {}).items():
        yield from commands(each, (*path, name))


ALL = dict(commands(typer.main.get_command(app)))
CALLED = re.compile(r"(?:\.venv/bin/)?xiaoqing +(.+)")


def calls(page: Path) -> Iterator[list[str]]:
    """The arguments of every call that a page shows."""
    shown = [line.strip() for line in text(page).splitlines() if line.startswith("    ")]
    for line in (*shown, *quoted(page)):
        if found := CALLED.fullmatch(line):
            yield shlex.split(found[1], comments=True)


def parse(arguments: list[str]) -> None:
    """Read a call as the command would, and do nothing. Raises TyperException for a wrong one."""
    command, rest = ALL[()], list(arguments)
    while rest and rest[0] in getattr(command, "commands", {}):
        command = command.commands[rest.pop(0)]
    if rest or not hasattr(command, "commands"):  # else it names a group
        assert not hasattr(command, "commands"), f"there is no {' '.join(arguments)}"
        command.make_context("xiaoqing", rest)


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_and_option_has_a_help_in_chinese(path: tuple[str, ...]) -> None:
    command = ALL[path]
    assert CHINESE.search(command.help or ""), path
    for parameter in command.params:
        assert CHINESE.search(getattr(parameter, "help", None) or ""), parameter.name


def test_the_page_of_commands_is_up_to_date() -> None:
    made = subprocess.run(
        [sys.executable, "-m", "typer", "bot.command.main", "utils", "docs", "--name", "xiaoqing"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    ).stdout
    assert text(PAGE).strip() == made.strip(), "run make commands"


def test_every_command_and_option_stands_on_the_page() -> None:
    for path, command in ALL.items():
        heading = " ".join(("xiaoqing", *path))
        section = text(PAGE).partition(f"# `{heading}`\n")[2].partition("\n#")[0]
        for parameter in command.params:
            assert max(parameter.opts, key=len) in section, f"{heading} {parameter.opts}"


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_the_readme_shows_every_command(page: Path) -> None:
    shown = {words for call in calls(page) for words in (tuple(call[:1]), tuple(call[:2]))}
    assert {path for path in ALL if len(path) == 1} <= shown
    assert "docs/commands.md" in text(page)


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.name)
def test_what_the_pages_call_is_understood(page: Path) -> None:
    for call in calls(page):
        if tuple(call) not in ALL:  # else it names the command
            parse(call)


@pytest.mark.parametrize("call", ["serv", "serve --prt 80", "models fetch", "places import"])
def test_a_wrong_call_would_be_noticed(call: str) -> None:
    with pytest.raises((AssertionError, TyperException)):
        parse(call.split())
