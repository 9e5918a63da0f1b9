"""The console as a whole, to be put into the application."""

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles

from bot.console import auth, console_text, item, pages, queues, stations


def add_to(app: FastAPI) -> None:
    """Add every page, and what happens at the gate."""
    app.mount("/staff/static", StaticFiles(directory=pages.FOLDER / "static"), name="staff")
    for part in (auth, queues, stations, item):
        app.include_router(part.router)
    app.add_exception_handler(auth.NotSignedIn, _to_the_gate)
    app.add_exception_handler(auth.Forged, _forged)


def _to_the_gate(_request: Request, _error: Exception) -> Response:
    return RedirectResponse(f"{auth.HOME}/sign-in", 303)


def _forged(request: Request, _error: Exception) -> Response:
    return pages.show(request, "sign_in.html", status=403, fault=console_text.FORGED)
