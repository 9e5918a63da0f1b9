"""Who waits for a person, at the console: a queue, and a button once somebody has come."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from bot.console import pages
from bot.console.auth import HOME, CurrentUser, Filled
from bot.console.queues import common
from bot.dependencies import AppServices
from handlers.desk import handoff

router = APIRouter(prefix=f"{HOME}/handoffs", include_in_schema=False)


@router.get("")
def handoffs(request: Request, services: AppServices, at: CurrentUser) -> Response:
    """Who waits, and who was attended to lately."""
    with services.database.reading() as session:
        return pages.show(
            request,
            "handoffs.html",
            waiting=handoff.waiting(session, at.actor),
            attended=handoff.attended(session, at.actor),
            **common(session, services, at),
        )


@router.post("/{number}")
def attend(services: AppServices, at: CurrentUser, number: int, _fields: Filled) -> Response:
    """Somebody came."""
    with services.database.transaction() as session:
        handoff.attend(session, at.actor, at.account, number, services.clock())
    return RedirectResponse(f"{HOME}/handoffs", 303)
