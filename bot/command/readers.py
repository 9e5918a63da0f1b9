"""What several commands need: settings, with a clear word where they cannot be used."""

from bot.command import command_text
from bot.command.problem import Problem
from data.reference import table
from data.reference.place import divisions
from data.reference.table import TableError
from data.settings import Settings
from nlu import custom, understander
from nlu.intent.engine import ENGINES
from nlu.understander import Understander


def reader(settings: Settings, engine: str | None = None) -> Understander:
    """What understands, with the named engine or the installation's."""
    name = engine or settings.nlu
    if name not in ENGINES:
        names = "、".join(ENGINES)
        raise Problem(command_text.BAD_ENGINE.format(name=name, names=names), 2)
    table.use(settings.reference)
    try:
        return understander.load(settings.cache, name, custom.of(settings))
    except TableError as error:
        raise Problem(command_text.BAD_TABLE.format(why=error)) from error


def station(code: str | None) -> str | None:
    """The station's code, once it is known that there is such a division."""
    if code and not divisions.load().get(code):
        raise Problem(command_text.BAD_STATION.format(code=code), 2)
    return code
