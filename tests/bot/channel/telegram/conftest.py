"""The bot in this process, on an installation of its own, against an emulated Bot API."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from bot import background
from bot.services import Services
from data.record.station import Representative
from data.settings import Settings
from handlers.account import chat_link
from nlu.understander import Understander
from tests.conftest import share_cache
from tests.support.loop import STREET
from tests.support.telegram import emulated, polling
from tests.support.telegram_api import TOKEN, Telegram


@pytest.fixture
def telegram() -> Iterator[Telegram]:
    with emulated() as opened:
        yield opened


@pytest.fixture
def bot_settings(
    settings: Settings, telegram: Telegram, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    """Settings for a bot that types and reads; no hour is quiet."""
    monkeypatch.setattr(background, "PAUSE_S", 0.05)
    share_cache(settings.home)
    return settings.model_copy(
        update={
            "speech": "none",
            "station": STREET,
            "quiet_from": 0,
            "quiet_until": 0,
            "telegram_token": TOKEN,
            "telegram_api": telegram.url,
        }
    )


@pytest.fixture
def bot(bot_settings: Settings, reader: Understander) -> Iterator[Services]:
    """A bot that polls."""
    with polling(bot_settings) as services:
        yield services


def invited(services: Services, name: str = "王代表") -> str:
    """A new deputy of the street; the one-time code that binds a chat."""
    with services.database.transaction() as session:
        person = Representative(code=f"R-{name}", name=name, station_code=STREET)
        session.add(person)
        session.flush()
        return chat_link.invite(session, person, datetime.now(UTC))


@pytest.fixture
def free_port() -> int:
    """A port that nobody uses now."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])
