"""The console as a whole, to be put into the application."""

from fastapi import FastAPI, Request, Response
from fastapi.responses import RedirectResponse
from fastapi.staticfiles import StaticFiles

from bot.console import auth, console_text, handoffs, item, pages, queues, stations


def add_to(app: FastAPI) -> None:
    """Add every page, and what happens at the gate."""
    app.mount("/staff/static", StaticFiles(directory=pages.FOLDER / "static"), name="staff")
    for part in (auth, queues, stations, handoffs, item):
        app.include_router(part.router)
    app.add_exception_handler(auth.NotSignedIn, _to_the_gate)
    app.add_exception_handler(auth.Forged, _forged)
    app.add_exception_handler(auth.TooLarge, _too_large)
    app.add_exception_handler(auth.Unreadable, _unreadable)


def _to_the_gate(_request: Request, _error: Exception) -> Response:
    return RedirectResponse(f"{auth.HOME}/sign-in", 303)


def _forged(request: Request, _error: Exception) -> Response:
    return pages.show(request, "sign_in.html", status=403, fault=console_text.FORGED)


def _too_large(request: Request, _error: Exception) -> Response:
    return pages.show(request, "gone.html", status=413, fault=console_text.TOO_LARGE)


def _unreadable(request: Request, _error: Exception) -> Response:
    return pages.show(request, "gone.html", status=400, fault=console_text.UNREADABLE)
