"""Opinions over HTTP: find, read, file, and whatever can be done with them."""

import inspect
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, Query, Response
from pydantic import BaseModel, ConfigDict, Field
from sqlmodel import Session

from bot import api_text
from bot.api import schemas
from bot.api.auth import Bearer, Caller, Token
from bot.api.schemas import ErrorOut, OpinionOut, Summary
from bot.dependencies import AppServices
from bot.errors import refused
from bot.services import Services
from data.record.account import Role
from data.record.conversation import Channel
from data.record.opinion import Opinion, OpinionState
from data.reference.place import divisions
from handlers.action.context import ActionContext
from handlers.action.handling import ProgressPayload
from handlers.action.payload import Payload, parts
from handlers.action.perform import ACTIONS, perform
from handlers.action.submission import Submission, submit, understand
from handlers.opinion import search
from handlers.opinion.errors import MissingError
from handlers.opinion.search import PAGE, Wanted
from handlers.opinion.source import Source

router = APIRouter(prefix="/api/opinions", tags=["opinions"])
_REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorOut} for status in (401, 403, 404, 409, 413, 422, 507)
}
_MAY_FILE = (Role.RESIDENT, Role.STAFF, Role.CITY, Role.REPRESENTATIVE)
_SHORT = Field(default=None, max_length=200)
_CODE = Field(default=None, max_length=20)
Key = Annotated[
    str | None,
    Header(alias="Idempotency-Key", max_length=100, description="the same key is done once"),
]


class New(BaseModel):
    """An opinion as a resident would say it. `station` and `place` are division codes."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=12_000)
    station: str | None = _CODE
    place: str | None = _CODE
    where: str | None = _SHORT
    reporter: str | None = _SHORT
    phone: str | None = Field(default=None, max_length=30)


@router.get("", responses=_REFUSALS)
def index(
    services: AppServices,
    token: Bearer,
    state: Annotated[list[OpinionState] | None, Query()] = None,
    q: Annotated[str | None, Query(max_length=100)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = PAGE,
    before: Annotated[str | None, Query(max_length=20, description="code of the last one")] = None,
) -> list[Summary]:
    """The newest opinions that the caller may see."""
    with services.database.reading() as session:
        actor = token.caller(session).actor
        last = search.one(session, actor, before) if before else None
        before_id = last.id if last else None
        wanted = Wanted(tuple(state or ()), q or None, before=before_id, limit=limit)
        return [schemas.summary(each) for each in search.find(session, actor, wanted)]


@router.get("/{code}", responses=_REFUSALS)
def one(services: AppServices, token: Bearer, code: str) -> OpinionOut:
    """One opinion with its whole history."""
    with services.database.reading() as session:
        caller = token.caller(session)
        return schemas.whole(session, known(session, caller, code), caller.actor)


@router.post("", status_code=201, response_model=OpinionOut, responses=_REFUSALS)
async def file(services: AppServices, token: Bearer, new: New, key: Key = None) -> Response:
    """File an opinion for a resident. With the same Idempotency-Key it is filed once."""
    return _json(await services.run(_file, services, token, new, key), 201)


def _file(services: Services, token: Token, new: New, key: str | None) -> OpinionOut:
    with services.database.reading() as session:
        caller = token.caller(session)
        if caller.actor.role not in _MAY_FILE:
            raise refused(403, "forbidden", api_text.MAY_NOT_FILE)
        client, station = caller.account.name, new.station or caller.account.station_code
        own = _own(caller, key)
    if new.station and not divisions.load().get(new.station):
        raise MissingError("station")
    submission = Submission(
        Source(Channel.API, client=client, station=station or services.settings.station),
        text=new.text,
        place=new.place,
        where=new.where,
        reporter=new.reporter,
        phone=new.phone,
    )
    understood = understand(submission, services.understander)
    with services.database.transaction() as session:
        acting = ActionContext(session, caller.actor, services.clock(), own)
        opinion = submit(acting, submission, understood)
        return schemas.whole(session, opinion, caller.actor)


def _route(kind: type[Payload]) -> None:
    """A path of its own for each action, so that its schema says what it may be given."""
    needed = kind is ProgressPayload or any(part.needed for part in parts(kind))
    body = Annotated[kind, Body(default_factory=lambda: kind.of({}))]  # type: ignore[valid-type]

    async def act(
        services: AppServices,
        token: Bearer,
        code: str,
        payload: body,
        key: Key = None,
    ) -> Response:
        return _json(await services.run(_act, services, token, code, payload, key), 200)

    router.add_api_route(
        f"/{{code}}/{kind.action}",
        act,
        methods=["POST"],
        name=kind.action.value,
        response_model=OpinionOut,
        responses=_REFUSALS,
        openapi_extra={"requestBody": {"required": needed}},
        description=f"{inspect.getdoc(kind)} Refused with 409 where it is not possible now.",
    )


def _act(
    services: Services, token: Token, code: str, payload: Payload, key: str | None
) -> OpinionOut:
    with services.database.transaction() as session:
        caller = token.caller(session)
        opinion = known(session, caller, code)
        acting = ActionContext(session, caller.actor, services.clock(), _own(caller, key))
        return schemas.whole(session, perform(acting, opinion, payload), caller.actor)


def _json(opinion: OpinionOut, status: int) -> Response:
    """Written out once: to check our own answer against its model again takes as long."""
    return Response(opinion.model_dump_json(), status, media_type="application/json")


def known(session: Session, caller: Caller, code: str) -> Opinion:
    """The opinion with this code; 404 also where it is not the caller's to see."""
    opinion = search.one(session, caller.actor, code)
    if opinion is None:
        raise refused(404, "unknown_opinion", api_text.UNKNOWN_OPINION)
    return opinion


def _own(caller: Caller, key: str | None) -> str | None:
    """Another caller's keys are not ours."""
    return f"{caller.account.id}:{key}" if key else None


for _kind in ACTIONS.values():
    _route(_kind)
