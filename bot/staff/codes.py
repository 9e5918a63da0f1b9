"""Stations and deputies, and their codes as sheets to print (站码/代表码)."""

from io import BytesIO

import segno
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from bot.api.house import Rooms
from bot.staff import pages, words
from bot.staff.console import common
from bot.staff.gate import HOME, AtDesk, Desk, Filled
from data.station import Station
from handlers import roster
from handlers.work import MissingError

router = APIRouter(prefix=f"{HOME}/stations", include_in_schema=False)


@router.get("")
def stations(request: Request, rooms: Rooms, at: AtDesk) -> Response:
    """The stations that are theirs."""
    with rooms.database.reading() as session:
        found = roster.stations(session, at.actor) if at.actor.is_staff else ()
        return pages.show(request, "stations.html", stations=found, **common(session, rooms, at))


@router.get("/{code}")
def station(request: Request, rooms: Rooms, at: AtDesk, code: str) -> Response:
    """A station's sheet: its code, its deputies with theirs, and what each has done."""
    with rooms.database.reading() as session:
        found = session.get(Station, code)
        shared = common(session, rooms, at)
        if not found or not _theirs(at, code):
            return pages.show(request, "gone.html", status=404, **shared)
        people = roster.deputies(session, code)
        ledgers = {person.code: roster.ledger(session, person) for person in people}
        return pages.show(
            request, "station.html", station=found, people=people, ledgers=ledgers, **shared
        )


@router.post("/{code}/deputies")
def add_deputy(request: Request, rooms: Rooms, at: AtDesk, code: str, fields: Filled) -> Response:
    """A deputy of this station, with a code of their own."""
    try:
        with rooms.database.transaction() as session:
            if not _theirs(at, code):
                raise MissingError("station")
            roster.add_deputy(session, code, fields)
    except MissingError as missing:
        fault = words.MISSING.format(field=words.LABELS.get(missing.field, missing.field))
        with rooms.database.reading() as session:
            shared = common(session, rooms, at)
            return pages.show(request, "gone.html", status=422, fault=fault, **shared)
    return RedirectResponse(f"{HOME}/stations/{code}", 303)


@router.get("/{code}/code.svg")
def station_code(request: Request, rooms: Rooms, at: AtDesk, code: str) -> Response:
    """What a phone scans at the door of a station."""
    with rooms.database.reading() as session:
        if not session.get(Station, code) or not _theirs(at, code):
            return Response(status_code=404)
    return _picture(f"{_base(request, rooms)}/?station={code}")


@router.get("/{code}/deputies/{deputy}.svg")
def deputy_code(request: Request, rooms: Rooms, at: AtDesk, code: str, deputy: str) -> Response:
    """What a phone scans to reach a deputy."""
    with rooms.database.reading() as session:
        known = {person.code for person in roster.deputies(session, code)}
    if deputy not in known or not _theirs(at, code):
        return Response(status_code=404)
    return _picture(f"{_base(request, rooms)}/?station={code}&representative={deputy}")


def _theirs(at: Desk, code: str) -> bool:
    actor = at.actor
    return actor.is_staff and (actor.stations is None or code in actor.stations)


def _base(request: Request, rooms: Rooms) -> str:
    return rooms.settings.public_url or str(request.base_url).rstrip("/")


def _picture(text: str) -> Response:
    file = BytesIO()
    segno.make(text, error="m").save(file, kind="svg", scale=8, border=2)
    return Response(file.getvalue(), media_type="image/svg+xml")
