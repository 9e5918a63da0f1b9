"""`xiaoqing understand`: what the assistant makes of a sentence, as JSON."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track

from bot.command import command_text, readers
from bot.command.problem import Problem
from data.settings import Settings
from nlu.context import Context

HELP = """看小清怎样理解一句话，输出一个 JSON。

例：xiaoqing understand 清波街道柳浪社区的路灯坏了
批量：xiaoqing understand --file 输入.jsonl > 输出.jsonl"""


def understand(
    text: Annotated[str | None, typer.Argument(help="一句话")] = None,
    file: Annotated[
        Path | None,
        typer.Option(help='一行一个 {"id", "text"} 的文件；- 表示从标准输入读'),
    ] = None,
    engine: Annotated[str | None, typer.Option(help="理解引擎：embedded 或 rasa")] = None,
    station: Annotated[str | None, typer.Option(help="站点的区划代码，例如 330102001")] = None,
) -> None:
    """Print one JSON object for a text, or one line of JSON for each line of a file."""
    if (text is None) == (file is None):
        raise typer.BadParameter("给一句话，或者 --file 文件，二者选一")
    settings = Settings()
    context = Context(station=readers.station(station or settings.station))
    if text is not None:
        found = readers.reader(settings, engine).understand(text, context)
        print(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
        return
    assert file is not None  # noqa: S101 - one of the two was given
    lines = list(_lines(file))
    reader = readers.reader(settings, engine)
    quiet = not sys.stderr.isatty()
    console = Console(stderr=True)
    for name, words_said in track(lines, command_text.READING, console=console, disable=quiet):
        fields = reader.understand(words_said, context).as_json()
        print(json.dumps({"id": name, **fields}, ensure_ascii=False))


def _lines(path: Path) -> Iterator[tuple[object, str]]:
    """The file's lines, all read before the first is answered: a bad file gives no half answer."""
    for number, line in enumerate(_text(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise Problem(
                command_text.BAD_LINE.format(path=path, line=number, why=error)
            ) from error
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            why = "缺少 text"
            raise Problem(command_text.BAD_LINE.format(path=path, line=number, why=why))
        yield row.get("id", number), row["text"]


def _text(path: Path) -> str:
    try:
        return sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        raise Problem(command_text.NO_FILE.format(path=path)) from error
    except (OSError, UnicodeDecodeError) as error:
        raise Problem(command_text.NO_READ.format(path=path, why=error)) from error
