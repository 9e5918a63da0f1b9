"""The console's pages for everyday work: the queue, lists, the board, filing, undelivered news."""

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from bot.console import console_text, pages
from bot.console.auth import HOME, ConsoleUser, CurrentUser, Filled
from bot.dependencies import AppServices
from bot.services import Services
from data.record.account import Role
from data.record.conversation import Channel
from data.record.notice import Notice
from data.record.opinion import Opinion, OpinionState
from data.reference.matter import jurisdictions
from data.reference.place import divisions
from handlers.action.context import ActionContext
from handlers.action.submission import Submission, submit, understand
from handlers.desk import queues
from handlers.notification import dispatcher
from handlers.opinion import proposal, search
from handlers.opinion.errors import MissingError
from handlers.opinion.search import Wanted
from handlers.opinion.source import Source

router = APIRouter(prefix=HOME, include_in_schema=False)


def common(session: Session, services: Services, at: ConsoleUser) -> dict[str, Any]:
    """What every page of somebody who is signed in needs."""
    now = services.clock()
    return {
        "at": at,
        "now": now,
        "counts": queues.counts(session, at.actor, now),
        "staff": at.actor.is_staff,
    }


@router.get("")
def home(request: Request, services: AppServices, at: CurrentUser) -> Response:
    """The first page: the queue for staff, claims and offers for deputies, work for units."""
    with services.database.reading() as session:
        shared = common(session, services, at)
        if at.actor.is_staff:
            queue = queues.queue(session, at.actor)
            proposals = {opinion.code: proposal.load(opinion.proposal) for opinion in queue}
            units = {unit.name: unit.code for unit in jurisdictions.units().values()}
            return pages.show(
                request,
                "queue.html",
                queue=queue,
                proposals=proposals,
                units_by_name=units,
                **shared,
            )
        if at.actor.role is Role.REPRESENTATIVE:
            mine = search.find(session, at.actor, Wanted(mine=True))
            offers = queues.offers(session, at.actor)
            return pages.show(request, "deputy.html", mine=mine, offers=offers, **shared)
        return pages.show(request, "board.html", due=queues.due(session, at.actor), **shared)


@router.get("/items")
def items(
    request: Request,
    services: AppServices,
    at: CurrentUser,
    q: Annotated[str, Query(max_length=100)] = "",
    state: Annotated[str, Query(max_length=20)] = "",
    before: Annotated[int | None, Query(ge=1, le=2**31)] = None,
) -> Response:
    """Everything, to be searched."""
    states = (OpinionState(state),) if state in set(OpinionState) else ()
    with services.database.reading() as session:
        found = search.find(session, at.actor, Wanted(states, q or None, before=before))
        return pages.show(
            request,
            "items.html",
            found=found,
            q=q,
            chosen=state,
            states=list(OpinionState),
            more=found[-1].id if len(found) == search.PAGE else None,
            **common(session, services, at),
        )


@router.get("/board")
def board(request: Request, services: AppServices, at: CurrentUser) -> Response:
    """Deadlines, what is late on top."""
    with services.database.reading() as session:
        return pages.show(
            request,
            "board.html",
            due=queues.due(session, at.actor),
            **common(session, services, at),
        )


@router.get("/new")
def new_page(request: Request, services: AppServices, at: CurrentUser) -> Response:
    """A form for a resident who stands at the desk."""
    with services.database.reading() as session:
        once = secrets.token_urlsafe(12)
        shared = common(session, services, at)
        return pages.show(request, "new.html", given={}, once=once, **shared)


@router.post("/new")
def new(request: Request, services: AppServices, at: CurrentUser, fields: Filled) -> Response:
    """File it for her; a form that is sent twice files once."""
    if not at.may_file:
        return RedirectResponse(HOME, 303)
    submission = Submission(
        Source(Channel.DESK, station=at.station or services.settings.station),
        text=fields.get("text", ""),
        where=fields.get("where"),
        reporter=fields.get("reporter"),
        phone=fields.get("phone"),
    )
    key = f"desk:{at.account.id}:{fields['once']}" if fields.get("once") else None
    try:
        understood = understand(submission, services.understander)
        with services.database.transaction() as session:
            acting = ActionContext(session, at.actor, services.clock(), key)
            code = submit(acting, submission, understood).code
    except MissingError as missing:
        with services.database.reading() as session:
            shared = common(session, services, at)
            fault = console_text.MISSING.format(
                field=console_text.PLACES_TO_FILL.get(missing.field, "事情")
            )
            return pages.show(request, "new.html", status=422, given=fields, fault=fault, **shared)
    return RedirectResponse(f"{HOME}/items/{code}?done=filed", 303)


@router.get("/undelivered")
def undelivered(request: Request, services: AppServices, at: CurrentUser) -> Response:
    """News that did not arrive."""
    with services.database.reading() as session:
        found = queues.undelivered(session, at.actor)
        about = {notice.id: session.get(Opinion, notice.opinion_id) for notice in found}
        tries = {notice.id: queues.last_try(session, notice) for notice in found}
        shared = common(session, services, at)
        return pages.show(
            request, "undelivered.html", undelivered=found, about=about, tries=tries, **shared
        )


@router.post("/undelivered/{number}")
def revive(services: AppServices, at: CurrentUser, number: int, _fields: Filled) -> Response:
    """Try again what did not arrive."""
    with services.database.transaction() as session:
        mine = {notice.id for notice in queues.undelivered(session, at.actor)}
        notice = session.get(Notice, number)
        if notice and notice.id in mine:
            dispatcher.revive(session, notice, services.clock())
    return RedirectResponse(f"{HOME}/undelivered", 303)


def called(code: str | None) -> str:
    """A division by its name."""
    division = divisions.load().get(code)
    return division.words or division.name if division else ""
