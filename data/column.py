"""Column types of ours: instants in UTC, and personal data that lies encrypted."""

import hmac
from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any, ClassVar

from cryptography.fernet import Fernet
from sqlalchemy import DateTime, Dialect, String, Text
from sqlalchemy.types import TypeDecorator

_NO_KEY = "no key for personal data: open the database with data.database"


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store in UTC; a moment without a zone is a fault in code."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read as an aware moment."""
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


@cache
def foreign(kind: type[StrEnum], value: str) -> StrEnum:
    """A word of another release: of its kind, equal to none of the words known here, and written
    back as it was. Who looks it up in a table has to expect that it is not there."""
    word = str.__new__(kind, value)
    word._name_ = word._value_ = value
    return word


class Word(TypeDecorator[StrEnum]):
    """A StrEnum stored as its value in plain text, so that new states need no new column type.

    One unknown word must not take a whole page of rows with it: it is read as `foreign`.
    """

    impl = String(32)
    cache_ok = True
    kind: ClassVar[type[StrEnum]]

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:
        """Store the value; a word that is not of the kind raises ValueError."""
        if value is None or isinstance(value, self.kind):
            return value and value.value
        return self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:
        """Read as the enum."""
        if value is None:
            return None
        known = value in set(self.kind)
        return self.kind(value) if known else foreign(self.kind, value)


def word(kind: type[StrEnum]) -> type[Word]:
    """The column type for one StrEnum."""
    return type(f"{kind.__name__}Word", (Word,), {"kind": kind, "cache_ok": True})


class Seal:
    """The key that personal data is encrypted with (Fernet: AES-128-CBC and HMAC-SHA256), and
    that codes are signed with."""

    _fernet: Fernet | None = None
    _secret: bytes = b""

    @classmethod
    def use(cls, key: bytes) -> None:
        """Use this key from now on, in this process."""
        cls._fernet = Fernet(key)
        cls._secret = key

    @classmethod
    def fernet(cls) -> Fernet:
        """The key in use."""
        if cls._fernet is None:
            raise RuntimeError(_NO_KEY)
        return cls._fernet

    @classmethod
    def sign(cls, purpose: str, text: str) -> bytes:
        """What nobody can make who has not the key: HMAC-SHA256, another one for each purpose."""
        if not cls._secret:
            raise RuntimeError(_NO_KEY)
        return hmac.digest(cls._secret, f"{purpose}\0{text}".encode(), "sha256")


class Sealed(TypeDecorator[str]):
    """Text that is encrypted at rest: names, phone numbers and what was said."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Encrypt."""
        return None if value is None else Seal.fernet().encrypt(value.encode()).decode()

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:
        """Decrypt; raises InvalidToken where the key is another one."""
        return None if value is None else Seal.fernet().decrypt(value.encode()).decode()
