"""The web application: every HTTP and WebSocket channel of one installation."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from bot import errors
from bot.api import health, opinions
from bot.background import BackgroundWorker
from bot.channel.callback import webhook as callback
from bot.channel.kiosk import conversations, listen, say
from bot.channel.open311 import georeport as open311
from bot.channel.platform import webhook as platform
from bot.channel.rest import webhook as rest
from bot.channel.telegram import webhook as telegram
from bot.channel.telegram.service import TelegramChannel
from bot.channel.vosk import socket as vosk
from bot.console import mount as console
from bot.headers import Headers
from bot.services import open_services
from data.settings import Settings
from speech.stt.service import StatusCallback

CHANNELS = (
    health,
    conversations,
    listen,
    say,
    rest,
    opinions,
    platform,
    open311,
    telegram,
    callback,
    vosk,
)
KIOSK = Path(__file__).parent / "channel" / "kiosk" / "page"


def create_app(settings: Settings | None = None, on_stt: StatusCallback | None = None) -> FastAPI:
    """The application; opening and closing the services belongs to its lifespan.

    `on_stt` is told, in a thread of its own, how far speech to text has come.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        services = open_services(settings or Settings(), on_stt)
        app.state.services = services
        services.stt.start()
        services.tts.start(after=services.stt.wait)
        worker = BackgroundWorker(services.database, services.settings, services.clock)
        worker.start()
        telegram_channel = (
            TelegramChannel(services, services.settings)
            if _has_webhook(services.settings)
            else None
        )
        app.state.telegram = telegram_channel
        app.state.callback = chat = callback.service_of(services, services.settings)
        if telegram_channel:
            telegram_channel.listen()
        if chat:
            await chat.inbox.resume()
        try:
            yield
        finally:
            if telegram_channel:
                await telegram_channel.close()
            if chat:
                await chat.inbox.close()
            worker.stop()
            services.close()

    app = FastAPI(title="小清 xiaoqing", version="0.1.0", lifespan=lifespan)
    app.add_middleware(Headers)
    errors.handle(app)
    for channel in CHANNELS:
        app.include_router(channel.router)
    console.add_to(app)
    app.mount("/kiosk", StaticFiles(directory=KIOSK), name="kiosk")
    app.add_api_route("/", _page, include_in_schema=False)
    return app


def _has_webhook(settings: Settings) -> bool:
    return bool(settings.telegram_token and settings.telegram_webhook)


def _page() -> FileResponse:
    return FileResponse(KIOSK / "index.html")
