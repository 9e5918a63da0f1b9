"""Who calls the API: the account behind a bearer token."""

from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from bot.api import words
from bot.api.faults import refused
from bot.api.house import Rooms
from data.account import Account
from handlers import accounts, actor
from handlers.actor import Actor

_bearer = HTTPBearer(auto_error=False, description="xiaoqing token add NAME --role ROLE")


class Caller:
    """A program with a token: its account, and who acts through it."""

    def __init__(self, account: Account, acting: Actor) -> None:
        self.account = account
        self.actor = acting


def _caller(
    rooms: Rooms,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Caller:
    with rooms.database.reading() as session:
        account = accounts.by_token(session, credentials.credentials) if credentials else None
        if account is None:
            raise refused(401, "unauthorized", words.UNAUTHORIZED)
        session.expunge(account)
        return Caller(account, actor.of_account(session, account))


KnownCaller = Annotated[Caller, Depends(_caller)]
