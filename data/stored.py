"""Values that lie in a column as JSON: each carries a version, and is upgraded when it is read."""

import json
import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter, ValidationError

VERSION, ITEMS = "v", "items"
_log = logging.getLogger(__name__)
T = TypeVar("T")
Shape = dict[str, Any]
Upgrade = Callable[[Shape], Shape]


class StoredError(ValueError):
    """A text that this release cannot read as it was meant; it says why, without personal data."""


@dataclass(frozen=True)
class Read(Generic[T]):
    """What was read. It is `whole` where nothing had to be left behind."""

    value: T
    whole: bool = True


class Stored(Generic[T]):
    """One kind of value in a JSON column: `{"v": 2, ...its fields}`.

    `upgrades[n]` makes the shape of version n + 2 out of that of version n + 1; what carries no
    version is version 1. A list is stored as `{"v": 1, "items": [...]}`. What cannot be read, be
    it broken, newer, or with a word of another release in it, is given to `rescue`.
    """

    def __init__(
        self,
        name: str,
        kind: Any,
        rescue: Callable[[str], T],
        upgrades: tuple[Upgrade, ...] = (),
    ) -> None:
        self._name, self._rescue, self._upgrades = name, rescue, upgrades
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)
        self.version = len(upgrades) + 1

    def dump(self, value: T) -> str:
        """The value as JSON of this release's version."""
        plain = self._adapter.dump_python(value, mode="json")
        shape = plain if isinstance(plain, dict) else {ITEMS: plain}
        return json.dumps({VERSION: self.version, **shape}, ensure_ascii=False)

    def read(self, text: str) -> Read[T]:
        """The value, whichever release wrote it. It never raises."""
        try:
            return Read(self._whole(text))
        except StoredError as why:
            _log.warning("a stored %s could not be read: %s", self._name, why)
            return Read(self._rescue(text), whole=False)

    def load(self, text: str) -> T:
        """The same, for whoever need not know whether it is whole."""
        return self.read(text).value

    def _whole(self, text: str) -> T:
        shape = parsed(text)
        if isinstance(shape, list):
            shape = {ITEMS: shape}
        if not isinstance(shape, dict):
            raise StoredError("it is no object")
        version = shape.pop(VERSION, 1)
        if not isinstance(version, int) or not 1 <= version <= self.version:
            raise StoredError(f"version {version!r:.20} is not known")
        try:
            for upgrade in self._upgrades[version - 1 :]:
                shape = upgrade(shape)
            return self._adapter.validate_python(shape.get(ITEMS, shape))
        except ValidationError as error:
            faults = error.errors(include_input=False, include_context=False, include_url=False)
            places = (".".join(map(str, fault["loc"])) for fault in faults)
            raise StoredError(f"unknown at {', '.join(places)}") from None
        except (LookupError, TypeError, AttributeError) as error:
            raise StoredError(f"not of version {version}: {type(error).__name__}") from None


def parsed(text: str) -> Any:
    """The JSON of a text. Raises StoredError where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise StoredError("it is no JSON") from None


def fields(text: str) -> Shape:
    """The fields of an object as they lie there, for a rescue; none where it is no object."""
    try:
        shape = parsed(text)
    except StoredError:
        return {}
    return shape if isinstance(shape, dict) else {ITEMS: shape}


def fitting(kind: type[T], items: object) -> Iterable[T]:
    """Those of some items that this release understands, for a rescue."""
    adapter: TypeAdapter[T] = TypeAdapter(kind)
    for item in items if isinstance(items, list) else ():
        try:
            yield adapter.validate_python(item)
        except ValidationError:
            continue
