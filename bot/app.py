"""The web application: every HTTP and WebSocket door of one installation."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request, Response
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from bot.api import conversations, faults, health, listen, rest
from bot.house import open_house
from data.settings import Settings
from speech.ear import StatusCallback

KIOSK = Path(__file__).parent / "kiosk"
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; connect-src 'self' ws: wss:; media-src 'self' blob:; "
        "img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "microphone=(self), camera=(), geolocation=()",
    # A kiosk runs for months: after an update it must not show yesterday's page.
    "Cache-Control": "no-cache",
}


def create_app(settings: Settings | None = None, on_ear: StatusCallback | None = None) -> FastAPI:
    """The application; opening and closing the house belongs to its lifespan.

    `on_ear` is told, in the ear's own thread, where the ear stands.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        house = open_house(settings or Settings(), on_ear)
        app.state.house = house
        house.ear.start()
        try:
            yield
        finally:
            house.close()

    app = FastAPI(title="小清 xiaoqing", version="0.1.0", lifespan=lifespan)
    app.middleware("http")(_with_headers)
    faults.handle(app)
    for door in (health, conversations, listen, rest):
        app.include_router(door.router)
    app.mount("/kiosk", StaticFiles(directory=KIOSK), name="kiosk")
    app.add_api_route("/", _page, include_in_schema=False)
    return app


def _page() -> FileResponse:
    return FileResponse(KIOSK / "index.html")


async def _with_headers(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    response = await call_next(request)
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    return response
