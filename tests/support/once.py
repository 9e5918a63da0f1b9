"""What takes long to make, made once in a worker: trained engines, recognisers, hashes."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from functools import cache
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from argon2.profiles import CHEAPEST

from handlers.account import accounts
from nlu.intent import embedded
from nlu.intent.embedded import Embedded
from speech.model import weights
from speech.stt import recogniser
from speech.stt.recogniser import SpeechEngine

_shipped = embedded.shipped


@cache
def trained(folder: Path) -> Embedded:
    """The engine whose models lie in `folder`; of several workers, the first trains it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "training.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _shipped(folder)


@cache
def recogniser_of(name: str, home: Path) -> SpeechEngine:
    """The recogniser of that name, its weights fetched into `home` where they are not there."""
    return recogniser.load(name, weights.install(name, home))


@contextmanager
def made(folder: Path) -> Iterator[None]:
    """Who starts in `folder` gets the engine that is loaded, and a password costs a millisecond."""

    def shipped(asked: Path) -> Embedded:
        if asked.resolve() != folder.resolve():
            return _shipped(asked)
        # A copy: whoever has learned something puts it in the place of the shipped topics.
        return copy(trained(folder))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedded, "shipped", shipped)
        patch.setattr(accounts, "_HASHER", PasswordHasher.from_parameters(CHEAPEST))
        yield
