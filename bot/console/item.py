"""One opinion at the console: its micro-archive, its sound, and what can be done with it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, RedirectResponse, StreamingResponse
from sqlmodel import Session

from bot import api_text
from bot.console import console_text, pages
from bot.console.auth import HOME, ConsoleUser, CurrentUser, Filled
from bot.console.queues import called, common
from bot.dependencies import AppServices
from bot.services import Services
from data.record.account import Look
from data.record.attachment import Attachment
from data.record.conversation import Utterance
from data.record.opinion import Opinion
from data.reference.matter import jurisdictions, topics
from data.reference.place import divisions
from handlers.action.context import ActionContext
from handlers.action.payload import FieldKind, Part, Payload, parts
from handlers.action.perform import ACTIONS, perform
from handlers.context import attachments
from handlers.desk import queues
from handlers.notification import outbox
from handlers.opinion import archive, duplicates, lifecycle, masking, proposal, search
from handlers.opinion.errors import MissingError
from handlers.opinion.lifecycle import Action, RefusedError
from speech.audio import codec

router = APIRouter(prefix=f"{HOME}/items", include_in_schema=False)
_CHUNK = 64 * 1024
Sent = TypeVar("Sent", Utterance, Attachment)
_NOT_ASKED = (FieldKind.DIVISION,)
"""What the console fills in by itself."""


@router.get("/{code}")
def page(
    request: Request, services: AppServices, at: CurrentUser, code: str, done: str = ""
) -> Response:
    """The item."""
    return _page(request, services, at, code, done=done)


@router.post("/{code}/contact")
def contact(
    request: Request, services: AppServices, at: CurrentUser, code: str, _fields: Filled
) -> Response:
    """Name and phone, for staff; that they looked is kept."""
    with services.database.transaction() as session:
        opinion = search.one(session, at.actor, code)
        if opinion and at.actor.is_staff:
            session.add(
                Look(opinion_id=opinion.id or 0, account_id=at.account.id or 0, at=services.clock())
            )
    return _page(request, services, at, code, contact=at.actor.is_staff)


@router.get("/{code}/sound/{number}")
def sound(services: AppServices, at: CurrentUser, code: str, number: int) -> Response:
    """What she said, to listen to."""
    with services.database.reading() as session:
        utterance = _of_theirs(session, at, code, session.get(Utterance, number))
        name = utterance.audio if utterance else None
    path = services.settings.audio / name if name else None
    if path is None or not path.is_file():
        return _gone()
    if path.suffix != ".s16le":  # as it came from a chat: nothing could decode it
        return FileResponse(path)
    size = path.stat().st_size
    headers = {"Content-Length": str(size + len(codec.wav_header(size)))}
    return StreamingResponse(_wav(path, size), media_type="audio/wav", headers=headers)


@router.get("/{code}/photo/{number}")
def photo(services: AppServices, at: CurrentUser, code: str, number: int) -> Response:
    """A photo that she sent."""
    with services.database.reading() as session:
        sent = _of_theirs(session, at, code, session.get(Attachment, number))
        name = sent.file if sent else None
    path = services.settings.attachments / name if name else None
    if path is None or not path.is_file():
        return _gone()
    return FileResponse(path, media_type="image/jpeg")


@router.post("/{code}/{action}")
def act(
    request: Request, services: AppServices, at: CurrentUser, code: str, action: str, fields: Filled
) -> Response:
    """Do something with it; where that is not possible any more, say what happened."""
    kind = ACTIONS.get(Action(action)) if action in set(Action) else None
    if kind is None:
        return _not_found(request, services, at)
    try:
        payload = kind.of(fields)
        with services.database.transaction() as session:
            opinion = search.one(session, at.actor, code)
            if opinion is None:
                return _not_found(request, services, at)
            perform(ActionContext(session, at.actor, services.clock()), opinion, payload)
    except RefusedError as refused:
        fault = _refusal(Action(action), refused)
        return _page(request, services, at, code, status=409, fault=fault, given=fields)
    except MissingError as missing:
        label = _label(kind, missing.field)
        fault = console_text.MISSING.format(field=label)
        return _page(request, services, at, code, status=422, fault=fault, given=fields)
    return RedirectResponse(f"{HOME}/items/{code}?done={action}", 303)


def _page(
    request: Request,
    services: Services,
    at: ConsoleUser,
    code: str,
    *,
    status: int = 200,
    contact: bool = False,
    **more: Any,
) -> Response:
    with services.database.reading() as session:
        opinion = search.one(session, at.actor, code)
        if opinion is None:
            return _not_found(request, services, at)
        values = _values(session, at, opinion, contact=contact)
        done = more.pop("done", "")
        if done == "filed":
            more["notice"] = console_text.FILED.format(code=f"{code[:4]} {code[4:]}")
        elif done in set(ACTIONS):
            more["notice"] = console_text.DONE.format(action=console_text.DO[Action(done)])
        shared = common(session, services, at)
        return pages.show(request, "item.html", status=status, **{**values, **shared, **more})


def _values(
    session: Session, at: ConsoleUser, opinion: Opinion, *, contact: bool
) -> dict[str, Any]:
    possible = [
        action
        for action in lifecycle.possible(opinion, at.actor)
        if action in ACTIONS and action is not Action.SORT
    ]
    proposed = proposal.load(opinion.proposal)
    return {
        "opinion": opinion,
        "proposed": proposed,
        "duties": [
            (duty, jurisdictions.unit_named(duty.unit)) for duty in proposed.duties if duty.unit
        ],
        "history": opinion.events,
        "claim": archive.claim(session, opinion),
        "judged": archive.evaluations(session, opinion),
        "suggested": archive.suggestions(session, opinion),
        "looks": archive.looks(session, opinion) if at.actor.is_staff else (),
        "recordings": queues.recordings(session, opinion) if at.actor.is_staff else (),
        "sent": attachments.of(session, opinion),
        "alike": duplicates.likely(session, at.actor, opinion) if at.actor.is_staff else (),
        "merged": outbox.merged(session, opinion),
        "into": session.get(Opinion, opinion.merged_into_id) if opinion.merged_into_id else None,
        "possible": [(action, _fields(ACTIONS[action])) for action in possible],
        "may_merge": Action.MERGE in possible,
        "may_sort": Action.SORT in lifecycle.possible(opinion, at.actor),
        "topic": topics.load().by_code.get(opinion.topic_code or ""),
        "topics": [topic for topic in topics.load().all if topic.level <= 2],  # noqa: PLR2004
        "units": list(jurisdictions.units().values()),
        "places": _places(opinion),
        "station": called(opinion.station_code),
        "who": opinion.reporter if contact else masking.name(opinion.reporter),
        "phone": opinion.phone if contact else masking.phone(opinion.phone),
        "contact": contact,
        "given": {},
    }


def _fields(kind: type[Payload]) -> list[Part]:
    return [part for part in parts(kind) if part.kind not in _NOT_ASKED]


def _label(kind: type[Payload], name: str) -> str:
    found = {part.name: part.kind for part in parts(kind)}
    return console_text.LABELS[found[name]] if name in found else name


def _places(opinion: Opinion) -> list[divisions.Division]:
    """The streets' communities to choose from: of where it is, or of its station."""
    known = divisions.load()
    here = known.get(opinion.place_code) or known.get(opinion.station_code)
    street = here.street_code if here else None
    return [division for division in known.all if street and division.street_code == street]


def _refusal(action: Action, refused: RefusedError) -> str:
    last = refused.last
    return console_text.NOT_NOW.format(
        action=console_text.DO[action],
        state=pages.state(refused.state),
        who=pages.who(last.actor) if last else "",
        last=api_text.action(last.action) if last else "",
    )


def _not_found(request: Request, services: Services, at: ConsoleUser) -> Response:
    with services.database.reading() as session:
        return pages.show(
            request,
            "gone.html",
            status=404,
            fault=console_text.NOT_FOUND,
            **common(session, services, at),
        )


def _of_theirs(session: Session, at: ConsoleUser, code: str, sent: Sent | None) -> Sent | None:
    """What belongs to an item that they may see; None for anything else."""
    opinion = search.one(session, at.actor, code)
    return sent if opinion and sent and sent.opinion_id == opinion.id else None


def _gone() -> Response:
    return Response(console_text.NOT_FOUND, 404, media_type="text/plain; charset=utf-8")


def _wav(path: Path, size: int) -> Iterator[bytes]:
    yield codec.wav_header(size)
    with path.open("rb") as file:
        left = size
        while left > 0 and (chunk := file.read(min(_CHUNK, left))):
            left -= len(chunk)
            yield chunk
