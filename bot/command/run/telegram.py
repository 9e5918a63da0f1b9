"""`xiaoqing telegram`: the messaging bot, by long polling."""

import asyncio
import contextlib
import signal

from rich.console import Console
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.background import BackgroundWorker
from bot.channel.telegram.service import TelegramChannel
from bot.command import command_text
from bot.command.problem import Problem
from bot.services import Services, open_services
from data.settings import Settings

HELP = """在 Telegram 上收发：群众打字、发语音，代表领办、答复，进展自动送到。

先设好 XIAOQING_TELEGRAM_TOKEN（@BotFather 给的）；
自建的 Bot API 服务器用 XIAOQING_TELEGRAM_API 写明地址。"""


def telegram() -> None:
    """Poll until Ctrl-C."""
    settings = Settings()
    if not settings.telegram_token:
        raise Problem(command_text.NO_BOT, 2)
    services = open_services(settings)
    services.stt.start()
    worker = BackgroundWorker(services.database, settings, services.clock)
    worker.start()
    try:
        asyncio.run(_work(services, settings))
    except InvalidToken as error:
        raise Problem(command_text.BAD_BOT, 2) from error
    except Conflict as error:
        raise Problem(command_text.TWO_POLLERS) from error
    finally:
        worker.stop()
        services.close()


async def _work(services: Services, settings: Settings) -> None:
    console = Console(stderr=True)

    def silent(error: TelegramError) -> None:
        two = isinstance(error, Conflict)
        console.print(
            command_text.TWO_POLLERS if two else command_text.NO_TELEGRAM.format(why=error)
        )

    service = TelegramChannel(services, settings, silent)
    await service.open()
    console.print(command_text.TELEGRAM_POLLING)
    polling = asyncio.create_task(service.poll())
    for name in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(name, polling.cancel)
    try:
        with contextlib.suppress(asyncio.CancelledError):
            await polling
    finally:
        await service.close()
