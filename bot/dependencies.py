"""How a route gets at the services."""

from typing import Annotated

from fastapi import Depends
from starlette.requests import HTTPConnection

from bot.services import Services


def _of(connection: HTTPConnection) -> Services:
    services: Services = connection.app.state.services
    return services


AppServices = Annotated[Services, Depends(_of)]
