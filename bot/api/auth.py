"""Who calls the API: the account behind a bearer token."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlmodel import Session

from bot import api_text
from bot.errors import refused
from data.record.account import Account
from handlers.account import accounts
from handlers.opinion import actor
from handlers.opinion.actor import Actor

_bearer = HTTPBearer(auto_error=False, description="xiaoqing token add NAME --role ROLE")


@dataclass(frozen=True)
class Caller:
    """A program with a token: its account, and who acts through it."""

    account: Account
    actor: Actor


@dataclass(frozen=True)
class Token:
    """What came with the call; whose it is shows inside the call's own transaction."""

    secret: str | None

    def caller(self, session: Session) -> Caller:
        """Who calls. Raises 401."""
        account = accounts.by_token(session, self.secret) if self.secret else None
        if account is None:
            raise refused(401, "unauthorized", api_text.UNAUTHORIZED)
        return Caller(account, actor.of_account(session, account))


async def _token(
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> Token:
    return Token(credentials.credentials if credentials else None)


Bearer = Annotated[Token, Depends(_token)]
