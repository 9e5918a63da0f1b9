"""The console's sign-in: in and out, and who is signed in."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse
from starlette.exceptions import HTTPException
from starlette.types import Message

from bot.console import console_text, pages
from bot.dependencies import AppServices
from data.record.account import Account, Role
from handlers.account import accounts
from handlers.opinion import actor as actors
from handlers.opinion.actor import Actor

COOKIE = "xiaoqing_staff"
HOME = "/staff"
MOST_BYTES = 200_000
"""Of a form as it is sent, where each Chinese character takes nine."""
_MOST_FIELDS = 100
router = APIRouter(prefix=HOME, include_in_schema=False)


@dataclass(frozen=True)
class ConsoleUser:
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


class TooLarge(Exception):  # noqa: N818 - as above
    """A form of more than `MOST_BYTES`."""


class Unreadable(Exception):  # noqa: N818 - as above
    """A form as our pages send none: with files, with one field twice, or broken off."""


def current_user(request: Request, services: AppServices) -> ConsoleUser:
    """Who is signed in. Raises NotSignedIn."""
    cookie = request.cookies.get(COOKIE)
    if not cookie:
        raise NotSignedIn
    with services.database.transaction() as session:
        found = accounts.entered(session, cookie, services.clock())
        if not found:
            raise NotSignedIn
        acting = actors.of_account(session, found.account)
        session.flush()
        session.expunge(found.account)
    return ConsoleUser(found.account, acting, found.csrf)


CurrentUser = Annotated[ConsoleUser, Depends(current_user)]


async def filled_in(request: Request, at: CurrentUser) -> dict[str, str]:
    """The fields of a form of ours that hold something, trimmed.

    Raises TooLarge, Unreadable, Forged.
    """
    left = MOST_BYTES

    async def receive() -> Message:
        nonlocal left
        message = await request.receive()
        left -= len(message.get("body", b""))
        if left < 0:
            raise TooLarge
        return message

    fields: dict[str, str] = {}
    form = Request(request.scope, receive).form(
        max_files=0, max_fields=_MOST_FIELDS, max_part_size=MOST_BYTES
    )
    try:
        async with form as given:
            for name, value in given.multi_items():
                if name in fields or not isinstance(value, str):
                    raise Unreadable
                fields[name] = value.strip()
    except HTTPException as error:  # Starlette's own words are no page, and English
        raise Unreadable from error
    if fields.pop("csrf", "") != at.csrf:
        raise Forged
    return {name: value for name, value in fields.items() if value}


Filled = Annotated[dict[str, str], Depends(filled_in)]


@router.get("/sign-in")
def sign_in_page(request: Request) -> Response:
    """The page to sign in."""
    return pages.show(request, "sign_in.html")


@router.post("/sign-in")
def sign_in(
    request: Request,
    services: AppServices,
    name: Annotated[str, Form(max_length=100)] = "",
    password: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """In, with a session that is new each time."""
    old = request.cookies.get(COOKIE)
    with services.database.transaction() as session:
        if old:
            accounts.leave(session, old)
        found = accounts.enter(session, name.strip(), password, services.clock())
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
def sign_out(request: Request, services: AppServices, _fields: Filled) -> Response:
    """Out."""
    with services.database.transaction() as session:
        accounts.leave(session, request.cookies.get(COOKIE, ""))
    answer = RedirectResponse(f"{HOME}/sign-in", 303)
    answer.delete_cookie(COOKIE, path=HOME)
    return answer
