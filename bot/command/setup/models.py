"""`xiaoqing models`: which speech models there are, and fetching one."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from bot.command import command_text
from bot.command.problem import Problem
from data.settings import Settings
from speech.model import weights

app = typer.Typer(help="语音模型：看有哪些，安装一个。", no_args_is_help=True)


@app.command("list", help="列出语音模型，和它们装了没有。")
def list_models() -> None:
    """A line for each model."""
    home = Settings().home
    here = set(weights.installed(home))
    table = Table.grid(padding=(0, 3))
    for name, model in weights.MODELS.items():
        state = command_text.INSTALLED if name in here else command_text.NOT_INSTALLED
        table.add_row(name, state, f"{model.size / 2**20:.0f} MB", model.description)
    Console(highlight=False).print(table)


@app.command("install", help="下载并安装一个语音模型，例：xiaoqing models install whisper-base")
def install(
    name: Annotated[str, typer.Argument(help="模型名，见 xiaoqing models list")],
    source: Annotated[
        Path | None, typer.Option("--from", help="已经下载好的文件，不再上网")
    ] = None,
) -> None:
    """Fetch a model, check it, and put it in its place; what is there already stays."""
    if name not in weights.MODELS:
        names = "、".join(weights.MODELS)
        raise Problem(command_text.NO_MODEL.format(name=name, names=names), 2)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(command_text.FETCHING.format(name=name), total=None)
        try:
            path = weights.install(
                name,
                Settings().home,
                lambda done: bar.update(task, completed=done.done, total=done.total),
                source,
            )
        except weights.WeightsError as error:
            raise Problem(str(error)) from error
    print(command_text.INSTALLED_NOW.format(name=name, path=path))
