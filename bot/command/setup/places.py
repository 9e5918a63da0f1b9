"""`xiaoqing places`: the station's own estates, roads, markets and nicknames."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from bot.command import command_text
from bot.command.problem import Problem
from bot.command.setup import sheet
from data import own_place
from data.reference.place import divisions
from data.settings import Settings
from data.sheet import SheetError

app = typer.Typer(help="本站自己的地名：小区、道路、市场、俗称。", no_args_is_help=True)

IMPORT_HELP = """加进一批地名，让小清听得懂。

文件是 CSV（UTF-8 或 GB18030 都行），要有 name、district 两列（也可以写“名称、区县”）；
知道的话再加 street、community、kind（小区、道路、市场、俗称）。已有的不动。

例：xiaoqing places import 小区.csv"""


@app.command("import", help=IMPORT_HELP)
def import_places(file: Annotated[Path, typer.Argument(help="CSV 文件")]) -> None:
    """Add the places of a file, all of them or none."""
    settings = Settings()
    try:
        places = own_place.read(file)
    except SheetError as error:
        raise sheet.problem(error, file) from error
    new = own_place.keep(settings.places, places)
    print(
        command_text.PLACES_KEPT.format(new=new, all_of_them=len(own_place.load(settings.places)))
    )


@app.command("list", help="列出本站自己的地名。")
def list_places() -> None:
    """A line for each place, with the division that it lies in."""
    places = own_place.load(Settings().places)
    if not places:
        print(command_text.PLACES_NONE)
        return
    table = Table.grid(padding=(0, 3))
    for place in places:
        division = divisions.load().by_code[place.code]
        table.add_row(place.name, command_text.PLACE_KIND[place.kind], division.words)
    Console(highlight=False).print(table)


@app.command("remove", help="去掉一个地名，例：xiaoqing places remove 阳光花园")
def remove(name: Annotated[str, typer.Argument(help="地名")]) -> None:
    """Forget every place of this name."""
    gone = own_place.forget(Settings().places, name)
    if not gone:
        raise Problem(command_text.PLACES_UNKNOWN.format(name=name))
    print(command_text.PLACES_GONE.format(gone=gone, name=name))
