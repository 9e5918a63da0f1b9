"""The web application: every HTTP and WebSocket door of one installation."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from bot import errors
from bot.api import health, opinions
from bot.background import Rounds
from bot.channel.callback import webhook as callback
from bot.channel.kiosk import conversations, listen, say
from bot.channel.open311 import georeport as open311
from bot.channel.platform import webhook as platform
from bot.channel.rest import webhook as rest
from bot.channel.telegram import webhook as telegram
from bot.channel.telegram.service import Service
from bot.channel.vosk import socket as vosk
from bot.console import mount as console
from bot.headers import Headers
from bot.services import open_house
from data.settings import Settings
from speech.stt.service import StatusCallback

DOORS = (
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


def create_app(settings: Settings | None = None, on_ear: StatusCallback | None = None) -> FastAPI:
    """The application; opening and closing the house belongs to its lifespan.

    `on_ear` is told, in the ear's own thread, where the ear stands.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        house = open_house(settings or Settings(), on_ear)
        app.state.house = house
        house.ear.start()
        house.mouth.start(after=house.ear.wait)
        rounds = Rounds(house.database, house.settings, house.clock)
        rounds.start()
        service = Service(house, house.settings) if _has_webhook(house.settings) else None
        app.state.telegram = service
        app.state.callback = chat = callback.service_of(house, house.settings)
        if service:
            service.listen()
        if chat:
            await chat.inbox.resume()
        try:
            yield
        finally:
            if service:
                await service.close()
            if chat:
                await chat.inbox.close()
            rounds.stop()
            house.close()

    app = FastAPI(title="小清 xiaoqing", version="0.1.0", lifespan=lifespan)
    app.add_middleware(Headers)
    errors.handle(app)
    for door in DOORS:
        app.include_router(door.router)
    console.add_to(app)
    app.mount("/kiosk", StaticFiles(directory=KIOSK), name="kiosk")
    app.add_api_route("/", _page, include_in_schema=False)
    return app


def _has_webhook(settings: Settings) -> bool:
    return bool(settings.telegram_token and settings.telegram_webhook)


def _page() -> FileResponse:
    return FileResponse(KIOSK / "index.html")
