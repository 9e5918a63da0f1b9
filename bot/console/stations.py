"""Stations and deputies, and their codes as sheets to print (站码/代表码)."""

from io import BytesIO
from typing import Any

import segno
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from bot.channel.telegram.deep_link import deep_link
from bot.console import console_text, pages
from bot.console.auth import HOME, ConsoleUser, CurrentUser, Filled
from bot.console.queues import common
from bot.dependencies import AppServices
from bot.services import Services
from data.record.code import Code
from data.record.station import Representative, Station
from handlers.account import chat_link, members
from handlers.account import qr_code as codes
from handlers.opinion.errors import MissingError

router = APIRouter(prefix=f"{HOME}/stations", include_in_schema=False)


@router.get("")
def stations(request: Request, services: AppServices, at: CurrentUser) -> Response:
    """The stations that are theirs."""
    with services.database.reading() as session:
        found = members.stations(session, at.actor) if at.actor.is_staff else ()
        return pages.show(request, "stations.html", stations=found, **common(session, services, at))


@router.get("/{code}")
def station(request: Request, services: AppServices, at: CurrentUser, code: str) -> Response:
    """A station's sheet: its code, its deputies with theirs, and what each has done."""
    with services.database.reading() as session:
        found = session.get(Station, code)
        shared = common(session, services, at)
        if not found or not _theirs(at, code):
            return pages.show(request, "gone.html", status=404, **shared)
        return pages.show(request, "station.html", **_sheet(session, found), **shared)


@router.post("/{code}/deputies")
def add_deputy(
    request: Request, services: AppServices, at: CurrentUser, code: str, fields: Filled
) -> Response:
    """A deputy of this station, with a code of their own."""
    try:
        with services.database.transaction() as session:
            if not _theirs(at, code):
                raise MissingError("station")
            members.add_deputy(session, code, fields)
    except MissingError as missing:
        fault = console_text.MISSING.format(
            field=console_text.PLACES_TO_FILL.get(missing.field, missing.field)
        )
        with services.database.reading() as session:
            shared = common(session, services, at)
            return pages.show(request, "gone.html", status=422, fault=fault, **shared)
    return RedirectResponse(f"{HOME}/stations/{code}", 303)


@router.get("/{code}/code.svg")
def station_code(request: Request, services: AppServices, at: CurrentUser, code: str) -> Response:
    """What a phone scans at the door of a station."""
    return _code(request, services, at, code)


@router.get("/{code}/deputies/{deputy}.svg")
def deputy_code(
    request: Request, services: AppServices, at: CurrentUser, code: str, deputy: str
) -> Response:
    """What a phone scans to reach a deputy."""
    return _code(request, services, at, code, deputy)


@router.post("/{code}/revoke")
def revoke(services: AppServices, at: CurrentUser, code: str, fields: Filled) -> Response:
    """The code of the station, or of the deputy who is named, holds no longer; the sheet shows
    a new one."""
    with services.database.transaction() as session:
        if found := _standing(session, services, at, code, fields.get("deputy")):
            codes.revoke(found, services.clock())
    return RedirectResponse(f"{HOME}/stations/{code}", 303)


@router.post("/{code}/invite")
def invite(
    request: Request, services: AppServices, at: CurrentUser, code: str, fields: Filled
) -> Response:
    """A one-time code with which a deputy binds a chat; it is shown this once."""
    with services.database.transaction() as session:
        shared = common(session, services, at)
        person = _deputy(session, code, fields.get("deputy"))
        found = session.get(Station, code)
        if not person or not found or not _theirs(at, code):
            return pages.show(request, "gone.html", status=404, **shared)
        given = chat_link.invite(session, person, services.clock())
        link = deep_link(services.settings, f"bind_{given}")
        shown = _sheet(session, found) | {"invited": person, "given": given, "link": link}
        return pages.show(request, "station.html", **shown, **shared)


def _sheet(session: Session, station: Station) -> dict[str, Any]:
    people = members.deputies(session, station.code)
    return {
        "station": station,
        "people": people,
        "ledgers": {person.code: members.ledger(session, person) for person in people},
        "since": codes.since(session, station.code),
        "accounts": members.accounts(session, station.code),
        "chats": {person.code: chat_link.chats_of(session, person.id or 0) for person in people},
    }


def _code(
    request: Request, services: Services, at: ConsoleUser, station: str, deputy: str | None = None
) -> Response:
    with services.database.transaction() as session:
        found = _standing(session, services, at, station, deputy)
        token = codes.token(found) if found else None
    if not token:
        return Response(status_code=404)
    return _picture(
        deep_link(services.settings, token) or f"{_base(request, services)}/?code={token}"
    )


def _standing(
    session: Session, services: Services, at: ConsoleUser, station: str, deputy: str | None
) -> Code | None:
    """The code that holds now; None for a station that is not theirs, or no deputy of it."""
    person = _deputy(session, station, deputy) if deputy else None
    if not _theirs(at, station) or not session.get(Station, station) or (deputy and not person):
        return None
    return codes.standing(session, station, person, services.clock())


def _deputy(session: Session, station: str, code: str | None) -> Representative | None:
    return next((each for each in members.deputies(session, station) if each.code == code), None)


def _theirs(at: ConsoleUser, code: str) -> bool:
    actor = at.actor
    return actor.is_staff and (actor.stations is None or code in actor.stations)


def _base(request: Request, services: AppServices) -> str:
    return services.settings.public_url or str(request.base_url).rstrip("/")


def _picture(text: str) -> Response:
    file = BytesIO()
    segno.make(text, error="m").save(file, kind="svg", scale=8, border=2)
    return Response(file.getvalue(), media_type="image/svg+xml")
