"""The bot against telegram-test-api, an emulator that others wrote: text, buttons, both ways in."""

import threading
from collections.abc import Iterator

import pytest
import uvicorn

from bot.app import create_app
from data.settings import Settings
from tests.support.botapi import BotApi, running
from tests.support.loop import LAMP
from tests.support.telegram import polling

HER = 4242


@pytest.fixture(scope="module")
def botapi() -> Iterator[BotApi]:
    with running() as opened:
        yield opened


@pytest.fixture
def told(bot_settings: Settings, botapi: BotApi) -> Settings:
    return bot_settings.model_copy(update={"telegram_api": botapi.url})


def talk(botapi: BotApi, chat: int) -> None:
    """From the first word to the receipt, and the news after it."""
    botapi.write(chat, "/start")
    botapi.wait(chat, "慢慢说")
    botapi.write(chat, LAMP)
    botapi.press(chat, botapi.wait(chat, "怎么称呼"), "不留也行")
    botapi.wait(chat, "您的编号是")
    botapi.wait(chat, "城市管理科")


@pytest.mark.parametrize("chat", [1, 2])
def test_by_polling(told: Settings, botapi: BotApi, chat: int) -> None:
    chat += 10 * bool(told.database_url)
    with polling(told):
        talk(botapi, chat)


def test_by_webhook(told: Settings, botapi: BotApi, free_port: int) -> None:
    url = f"http://127.0.0.1:{free_port}"
    app = create_app(told.model_copy(update={"telegram_webhook": url}))
    server = uvicorn.Server(uvicorn.Config(app, port=free_port, log_level="warning"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        botapi.wait_for_hook(url)
        talk(botapi, 100 + bool(told.database_url))
    finally:
        server.should_exit = True
        thread.join(20)
