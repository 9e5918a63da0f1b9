"""How a route gets at the rooms."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from bot.services import House


def _of(connection: HTTPConnection) -> House:
    house: House = connection.app.state.house
    return house


Rooms = Annotated[House, Depends(_of)]
