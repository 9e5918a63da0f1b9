"""What the server and its recogniser processes say to each other, and how it is put into bytes.

The lines are socket pairs that only these processes hold, so pickle brings nothing in from outside.
"""

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from struct import Struct
from typing import Any

_LENGTH = Struct("!I")


class Call(StrEnum):
    """What a recogniser is asked; each but DROP gets one Answer, in order within an utterance."""

    OPEN = "open"
    FEED = "feed"
    SETTLE = "settle"
    FINISH = "finish"
    DROP = "drop"


@dataclass(frozen=True)
class Ask:
    """To a worker. `argument` is sound for FEED and FINISH, phrases for OPEN."""

    utterance: int
    call: Call
    argument: Any = None


@dataclass(frozen=True)
class CallResult:
    """From a worker: what the call gave, or why it gave nothing."""

    utterance: int
    value: Any = None
    error: str | None = None


@dataclass(frozen=True)
class Hello:
    """From a worker that can hear."""

    pid: int
    streaming: bool
    correctable: bool


@dataclass(frozen=True)
class Trouble:
    """From a fork server or a worker that can not."""

    text: str


@dataclass(frozen=True)
class Ready:
    """From the fork server: it can make workers."""


@dataclass(frozen=True)
class Fork:
    """To the fork server, beside the worker's end of a line."""


@dataclass(frozen=True)
class Learn:
    """To the fork server: `make()` gives the corrector that workers made from now on have."""

    make: Any


@dataclass(frozen=True)
class Learned:
    """From the fork server; `error` where there is no corrector after all."""

    error: str | None = None


def packed(message: object) -> bytes:
    """A message as it goes over a line."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    return _LENGTH.pack(len(data)) + data


class Unpacker:
    """Bytes of any size to messages."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes) -> Iterator[Any]:
        """The messages that are complete now."""
        self._rest += data
        while len(self._rest) >= _LENGTH.size:
            end = _LENGTH.size + _LENGTH.unpack_from(self._rest)[0]
            if len(self._rest) < end:
                return
            message = bytes(self._rest[_LENGTH.size : end])
            del self._rest[:end]
            yield pickle.loads(message)  # noqa: S301 - see above
