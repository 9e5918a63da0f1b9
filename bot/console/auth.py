"""The console's gate: signing in and out, and who stands at the desk."""

from dataclasses import dataclass
from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from bot.console import console_text, pages
from bot.dependencies import Rooms
from data.record.account import Account, Role
from handlers.account import accounts
from handlers.opinion import actor as actors
from handlers.opinion.actor import Actor

COOKIE = "xiaoqing_staff"
HOME = "/staff"
_MOST_BYTES = 200_000
router = APIRouter(prefix=HOME, include_in_schema=False)


@dataclass(frozen=True)
class Desk:
    """Who works here now. `csrf` goes into every form and has to come back with it."""

    account: Account
    actor: Actor
    csrf: str

    @property
    def station(self) -> str | None:
        """Where what they file belongs."""
        own = self.account.station_code
        return own or next(iter(self.actor.stations or ()), None)

    @property
    def may_file(self) -> bool:
        """Staff file for residents, deputies what they see themselves (微监督)."""
        return self.actor.is_staff or self.actor.role is Role.REPRESENTATIVE


class NotSignedIn(Exception):  # noqa: N818 - it is no fault
    """The way leads to the sign-in page."""


class Forged(Exception):  # noqa: N818 - said of the form, not of the program
    """A form without the secret that our pages put into it."""


def desk(request: Request, rooms: Rooms) -> Desk:
    """Who is signed in. Raises NotSignedIn."""
    cookie = request.cookies.get(COOKIE)
    if not cookie:
        raise NotSignedIn
    with rooms.database.transaction() as session:
        found = accounts.entered(session, cookie, rooms.clock())
        if not found:
            raise NotSignedIn
        acting = actors.of_account(session, found.account)
        session.flush()
        session.expunge(found.account)
    return Desk(found.account, acting, found.csrf)


AtDesk = Annotated[Desk, Depends(desk)]


async def filled_in(request: Request, at: AtDesk) -> dict[str, str]:
    """The fields of a form of ours, trimmed. Raises Forged."""
    body = (await request.body())[:_MOST_BYTES].decode(errors="replace")
    fields = {name: values[-1].strip() for name, values in parse_qs(body).items()}
    if fields.pop("csrf", "") != at.csrf:
        raise Forged
    return fields


Filled = Annotated[dict[str, str], Depends(filled_in)]


@router.get("/sign-in")
def sign_in_page(request: Request) -> Response:
    """The door."""
    return pages.show(request, "sign_in.html")


@router.post("/sign-in")
def sign_in(
    request: Request,
    rooms: Rooms,
    name: Annotated[str, Form(max_length=100)] = "",
    password: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """In, with a session that is new each time."""
    old = request.cookies.get(COOKIE)
    with rooms.database.transaction() as session:
        if old:
            accounts.leave(session, old)
        found = accounts.enter(session, name.strip(), password, rooms.clock())
    if not found:
        return pages.show(
            request, "sign_in.html", status=401, fault=console_text.NOT_LET_IN, given=name
        )
    answer = RedirectResponse(HOME, 303)
    answer.set_cookie(
        COOKIE,
        found[0],
        path=HOME,
        httponly=True,
        samesite="strict",
        secure=request.url.scheme == "https",
        max_age=int(accounts.LONGEST.total_seconds()),
    )
    return answer


@router.post("/sign-out")
def sign_out(request: Request, rooms: Rooms, _fields: Filled) -> Response:
    """Out."""
    with rooms.database.transaction() as session:
        accounts.leave(session, request.cookies.get(COOKIE, ""))
    answer = RedirectResponse(f"{HOME}/sign-in", 303)
    answer.delete_cookie(COOKIE, path=HOME)
    return answer
