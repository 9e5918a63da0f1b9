"""Accounts: people who sign in at the console with a password, programs that bring a token."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlmodel import Session, col, delete, select

from data.record.account import Account, Role, SignIn
from data.record.station import Representative, Station
from data.reference.matter import jurisdictions

MOST_MISSES = 5
LOCKED_FOR = timedelta(minutes=15)
IDLE, LONGEST = timedelta(hours=2), timedelta(hours=12)
SHORTEST_PASSWORD = 10
_LONGEST_NAME = 40
_HASHER = PasswordHasher()


class AccountError(ValueError):
    """An account that cannot be made; `field` says what is wrong with it."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True)
class Post:
    """In whose name an account acts: a role, and where or for whom."""

    role: Role
    station: str | None = None
    unit: str | None = None
    representative: str | None = None


@dataclass(frozen=True)
class Entered:
    """Somebody who is signed in. `csrf` has to come with every form."""

    account: Account
    csrf: str


def add_person(session: Session, name: str, post: Post, password: str, now: datetime) -> Account:
    """An account with a password. Raises AccountError."""
    if len(password) < SHORTEST_PASSWORD:
        raise AccountError("password")
    account = _account(session, name, post, now)
    account.password = _HASHER.hash(password)
    return account


def add_token(session: Session, name: str, post: Post, now: datetime) -> str:
    """An account for a program; its bearer token, which is kept nowhere. Raises AccountError."""
    account = _account(session, name, post, now)
    token = secrets.token_urlsafe(32)
    account.token = _digest(token)
    return token


def by_token(session: Session, token: str) -> Account | None:
    """Whose token this is."""
    return session.exec(
        select(Account).where(Account.token == _digest(token), col(Account.active).is_(True))
    ).first()


def enter(session: Session, name: str, password: str, now: datetime) -> tuple[str, Entered] | None:
    """Sign in: the cookie, and who it is. None for a wrong name or password, and while the
    account is locked after too many wrong ones; the three take the same time to tell."""
    account = session.exec(select(Account).where(Account.name == name).with_for_update()).first()
    known = account.password if account and account.active and account.password else _nobody()
    right = _matches(known, password)
    if not account or not account.password or not account.active:
        return None
    if account.locked_until and account.locked_until > now:
        return None
    if not right:
        account.misses += 1
        if account.misses >= MOST_MISSES:
            account.locked_until, account.misses = now + LOCKED_FOR, 0
        session.add(account)
        return None
    account.misses, account.locked_until = 0, None
    if _HASHER.check_needs_rehash(account.password):
        account.password = _HASHER.hash(password)
    session.add(account)
    session.exec(delete(SignIn).where(col(SignIn.seen_at) < now - LONGEST))
    return _begin(session, account, now)


def entered(session: Session, cookie: str, now: datetime) -> Entered | None:
    """Who is signed in with this cookie, while the session lasts."""
    found = session.get(SignIn, _digest(cookie))
    if not found or found.seen_at < now - IDLE or found.at < now - LONGEST:
        return None
    account = session.get(Account, found.account_id)
    if not account or not account.active:
        return None
    if found.seen_at < now - timedelta(minutes=1):
        found.seen_at = now
        session.add(found)
    return Entered(account, found.csrf)


def leave(session: Session, cookie: str) -> None:
    """Sign out."""
    session.exec(delete(SignIn).where(col(SignIn.token) == _digest(cookie)))


def _begin(session: Session, account: Account, now: datetime) -> tuple[str, Entered]:
    """A new session each time: a cookie from before signing in is worth nothing."""
    cookie, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    session.add(
        SignIn(token=_digest(cookie), account_id=account.id or 0, csrf=csrf, at=now, seen_at=now)
    )
    return cookie, Entered(account, csrf)


def _account(session: Session, name: str, post: Post, now: datetime) -> Account:
    name = name.strip()
    if not 0 < len(name) <= _LONGEST_NAME or not name.isprintable():
        raise AccountError("name")
    if session.exec(select(Account).where(Account.name == name)).first():
        raise AccountError("taken")
    if post.station and not session.get(Station, post.station):
        raise AccountError("station")
    if post.role is Role.STAFF and not post.station:
        raise AccountError("station")
    if post.role is Role.UNIT and post.unit not in jurisdictions.units():
        raise AccountError("unit")
    representative = None
    if post.role is Role.REPRESENTATIVE:
        representative = session.exec(
            select(Representative).where(Representative.code == (post.representative or ""))
        ).first()
        if not representative:
            raise AccountError("representative")
    account = Account(
        name=name,
        role=post.role,
        station_code=post.station,
        unit_code=post.unit if post.role is Role.UNIT else None,
        representative_id=representative.id if representative else None,
        made_at=now,
    )
    session.add(account)
    session.flush()
    return account


def _matches(known: str, password: str) -> bool:
    try:
        return _HASHER.verify(known, password)
    except (VerifyMismatchError, InvalidHashError):
        return False


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


@cache
def _nobody() -> str:
    """What a password is compared with where there is no such account."""
    return _HASHER.hash(secrets.token_urlsafe(8))
