"""The web application in this process, on an installation of its own."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from bot.app import create_app
from data.settings import Settings
from nlu.understander import Understander
from tests.conftest import share_cache


@pytest.fixture
def client(settings: Settings, reader: Understander) -> Iterator[TestClient]:
    """A client of an application that types, taps and reads, and does not hear."""
    share_cache(settings.home)
    app = create_app(settings.model_copy(update={"speech": "none"}))
    with TestClient(app, raise_server_exceptions=False) as opened:
        yield opened
