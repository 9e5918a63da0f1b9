"""Open311 GeoReport v2 (wiki.open311.org/GeoReport_v2): the same opinions, for its clients.

Services are the first two levels of the topic tree. A request needs an `api_key`, a bearer token
of ours; only the list of services is open to all.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from xml.etree import ElementTree as ET

from fastapi import APIRouter, Form, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from sqlmodel import Session

from bot import api_text
from bot.dependencies import AppServices
from data.record.account import Account
from data.record.conversation import Channel
from data.record.opinion import SETTLED, Opinion, OpinionState
from data.reference.matter import topics
from data.reference.matter.topics import TopicNode
from data.reference.place import divisions
from handlers.account import accounts
from handlers.action.context import ActionContext
from handlers.action.submission import Submission, submit, understand
from handlers.message import resident_text as common
from handlers.opinion import actor, lifecycle, search
from handlers.opinion.actor import Actor
from handlers.opinion.errors import MissingError
from handlers.opinion.search import Wanted
from handlers.opinion.source import Source

router = APIRouter(prefix="/open311/v2", tags=["open311"])
MOST = 200
_DEPTH = 2
_OPEN = tuple(state for state in OpinionState if state not in SETTLED)
"""What GeoReport calls open: an answer that nobody judged yet, too."""
_FORMATS = ("json", "xml")
Rows = Sequence[dict[str, Any]]


class RequestQuery(BaseModel):
    """Which requests; the names are GeoReport's."""

    api_key: str = ""
    service_request_id: str | None = None
    service_code: str = ""
    start_date: datetime | None = None
    end_date: datetime | None = None
    status: str | None = None


class ServiceReport(BaseModel):
    """The form of a new request; the names are GeoReport's."""

    description: str = ""
    service_code: str = ""
    address_string: str = ""
    address_id: str = ""
    first_name: str = ""
    last_name: str = ""
    phone: str = ""
    api_key: str = ""


class GeoReportError(Exception):
    """Answered in the format that was asked for."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


@router.get("/services.{form}")
def services(form: str) -> Response:
    """What can be reported."""
    rows = [_service(node) for node in topics.load().all if node.level <= _DEPTH]
    return _answer(form, "services", "service", rows)


@router.get("/services/{code}.{form}")
def service(code: str, form: str) -> Response:
    """One service; none of ours asks for more than the standard's own fields."""
    node = topics.load().by_code.get(code)
    if node is None:
        return _errors(form, 404, api_text.UNKNOWN_SERVICE)
    row = {"service_code": node.code, "attributes": []}
    return _answer(form, "service_definition", None, [row])


@router.get("/requests.{form}")
def requests(
    services: AppServices,
    form: str,
    wanted: Annotated[RequestQuery, Query()],
) -> Response:
    """The newest requests that the key may see."""
    with services.database.reading() as session:
        try:
            _, seer = _caller(session, wanted.api_key)
        except GeoReportError as refusal:
            return _errors(form, refusal.status, refusal.text)
        if wanted.service_request_id:
            codes = wanted.service_request_id.split(",")[:MOST]
            found = [each for code in codes if (each := search.one(session, seer, code))]
        else:
            states = {"open": _OPEN, "closed": SETTLED}.get(wanted.status or "", ())
            found = list(search.find(session, seer, Wanted(states, limit=MOST)))
        rows = [
            _request(session, each)
            for each in found
            if (each.topic_code or "").startswith(wanted.service_code)
            and _between(each.filed_at, wanted.start_date, wanted.end_date)
        ]
    return _answer(form, "service_requests", "request", rows)


@router.get("/requests/{code}.{form}")
def request(
    services: AppServices, code: str, form: str, api_key: Annotated[str, Query()] = ""
) -> Response:
    """One request by its receipt code."""
    with services.database.reading() as session:
        try:
            _, seer = _caller(session, api_key)
            opinion = search.one(session, seer, code)
        except GeoReportError as refusal:
            return _errors(form, refusal.status, refusal.text)
        if opinion is None:
            return _errors(form, 404, api_text.UNKNOWN_OPINION)
        return _answer(form, "service_requests", "request", [_request(session, opinion)])


@router.post("/requests.{form}")
def report(
    services: AppServices,
    asked: Request,
    form: str,
    told: Annotated[ServiceReport, Form()],
) -> Response:
    """Report something; the answer holds the receipt code."""
    topic = topics.load().by_code.get(told.service_code)
    if told.service_code and topic is None:
        return _errors(form, 404, api_text.UNKNOWN_SERVICE)
    key = told.api_key or asked.query_params.get("api_key", "")
    try:
        with services.database.reading() as session:
            account, seer = _caller(session, key)
            source = Source(Channel.API, client=account.name, station=account.station_code)
        submission = Submission(
            source,
            text=told.description,
            place=told.address_id if divisions.load().get(told.address_id) else None,
            where=told.address_string or None,
            reporter=f"{told.last_name}{told.first_name}" or None,
            phone=told.phone or None,
        )
        understood = understand(submission, services.understander)
        with services.database.transaction() as session:
            opinion = submit(ActionContext(session, seer, services.clock()), submission, understood)
            code = opinion.code
    except GeoReportError as refusal:
        return _errors(form, refusal.status, refusal.text)
    except MissingError as missing:
        field = api_text.FIELDS.get(missing.field, missing.field)
        return _errors(form, 400, api_text.UNUSABLE.format(field=field))
    row = {
        "service_request_id": code,
        "service_notice": common.STATES[OpinionState.RECEIVED],
        "account_id": None,
    }
    return _answer(form, "service_requests", "request", [row], 201)


def _caller(session: Session, key: str) -> tuple[Account, Actor]:
    account = accounts.by_token(session, key) if key else None
    if account is None:
        raise GeoReportError(403, api_text.UNAUTHORIZED)
    return account, actor.of_account(session, account)


def _service(node: TopicNode) -> dict[str, Any]:
    return {
        "service_code": node.code,
        "service_name": node.name,
        "description": "/".join(node.path),
        "metadata": False,
        "type": "realtime",
        "keywords": "",
        "group": node.path[0],
    }


def _request(session: Session, opinion: Opinion) -> dict[str, Any]:
    last = lifecycle.last(session, opinion)
    return {
        "service_request_id": opinion.code,
        "status": "closed" if opinion.state in SETTLED else "open",
        "status_notes": api_text.state(opinion.state),
        "service_name": opinion.topic_name,
        "service_code": opinion.topic_code,
        "description": opinion.matter,
        "agency_responsible": opinion.unit,
        "service_notice": None,
        "requested_datetime": opinion.filed_at.isoformat(timespec="seconds"),
        "updated_datetime": last.at.isoformat(timespec="seconds") if last else None,
        "expected_datetime": opinion.due_at.isoformat(timespec="seconds")
        if opinion.due_at
        else None,
        "address": opinion.place_name,
        "address_id": opinion.place_code,
        "zipcode": None,
        "lat": None,
        "long": None,
        "media_url": None,
    }


def _between(moment: datetime, start: datetime | None, end: datetime | None) -> bool:
    zone = moment.tzinfo
    after = start is None or moment >= (start if start.tzinfo else start.replace(tzinfo=zone))
    before = end is None or moment <= (end if end.tzinfo else end.replace(tzinfo=zone))
    return after and before


def _errors(form: str, status: int, text: str) -> Response:
    return _answer(form, "errors", "error", [{"code": status, "description": text}], status)


def _answer(form: str, root: str, item: str | None, rows: Rows, status: int = 200) -> Response:
    if form not in _FORMATS:
        return JSONResponse([{"code": 404, "description": api_text.UNKNOWN_FORMAT}], 404)
    if form == "json":
        return JSONResponse(list(rows) if item else rows[0], status)
    top = ET.Element(root)
    for row in rows:
        _fill(ET.SubElement(top, item) if item else top, row)
    text = ET.tostring(top, encoding="utf-8", xml_declaration=True)
    return Response(text, status, media_type="text/xml; charset=utf-8")


def _fill(element: ET.Element, row: dict[str, Any]) -> None:
    for name, value in row.items():
        child = ET.SubElement(element, name)
        if value not in (None, []):
            child.text = str(value).lower() if isinstance(value, bool) else _plain(str(value))


def _plain(text: str) -> str:
    """Without the control characters that XML cannot hold."""
    return "".join(c for c in text if c.isprintable() or c in "\n\t")
