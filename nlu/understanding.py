"""What was understood of one thing a resident said. `as_json` gives the public shape."""

from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any


class IntentName(StrEnum):
    """What a resident wants with one sentence."""

    FILE_OPINION = "file_opinion"
    QUERY_STATUS = "query_status"
    SUPPLEMENT = "supplement"
    WITHDRAW = "withdraw"
    URGE = "urge"
    EVALUATE = "evaluate"
    ASK = "ask"
    LEGISLATION = "legislation"
    GREET = "greet"
    THANKS = "thanks"
    CONFIRM = "confirm"
    DENY = "deny"
    REPEAT = "repeat"
    CANCEL = "cancel"
    HUMAN_HELP = "human_help"
    OUT_OF_SCOPE = "out_of_scope"


class Level(StrEnum):
    """Who can deal with a matter."""

    TOWNSHIP = "township"
    COUNTY = "county"
    CITY = "city"
    GENERAL = "general"


@dataclass(frozen=True)
class Intent:
    """An intent and how sure we are of it, 0 to 1."""

    name: IntentName
    confidence: float


@dataclass(frozen=True)
class Topic:
    """A node of the topic tree; `path` runs from the first level down to this node."""

    code: str
    name: str
    path: tuple[str, ...]
    confidence: float


@dataclass(frozen=True)
class Place:
    """An official division that was named; `matched` is the piece of text that named it."""

    code: str
    name: str
    level: str
    district: str
    street: str | None
    community: str | None
    matched: str
    method: str
    confidence: float

    @property
    def words(self) -> str:
        """The place as people write it: district, street, community."""
        return "".join(part for part in (self.district, self.street, self.community) if part)


@dataclass(frozen=True)
class Jurisdiction:
    """Whose job a matter is, and why in plain words.

    Where it is not `sure` staff decide between it and the `others`, best first.
    """

    level: Level
    unit: str | None
    division: str | None
    confidence: float
    reasons: tuple[str, ...] = ()
    others: tuple["Jurisdiction", ...] = ()
    sure: bool = True


@dataclass(frozen=True)
class Urgent:
    """A danger to life: its kind, whom to call, and what to do now in words for the resident."""

    kind: str
    numbers: tuple[str, ...]
    advice: str


@dataclass(frozen=True)
class Moment:
    """A time expression: the words, and the days it covers where they are certain.

    `vague` are words for days that nobody could name: 前几天, 年前, 最近.
    """

    text: str
    start: date | None = None
    end: date | None = None
    vague: bool = False


class IdentityKind(StrEnum):
    """What a long number is; the number itself is kept nowhere but in the text."""

    RESIDENT = "resident"
    """18 places, and the check digit of GB 11643 agrees."""
    RESIDENT_OLD = "resident_old"
    """15 places, as they were until 1999."""
    RESIDENT_MISHEARD = "resident_misheard"
    """18 places, but a digit must be wrong."""
    OTHER = "other"
    """A bank card, say."""


class AffectedUnit(StrEnum):
    """What is counted when people say how many they are."""

    PERSON = "person"
    HOUSEHOLD = "household"


@dataclass(frozen=True)
class Affected:
    """How many are affected: the words, and from `low` to `high` (None: no upper bound given)."""

    text: str
    low: int
    high: int | None
    unit: AffectedUnit


@dataclass(frozen=True)
class Duration:
    """How long it has lasted: the words, and the days; None where the words give none (好久)."""

    text: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Building:
    """幢, 单元 and 室 of an estate, in figures where they were numbers."""

    text: str
    building: str | None = None
    unit: str | None = None
    room: str | None = None


@dataclass(frozen=True)
class Entities:
    """Particulars found in the text. `code` is a receipt code; `detail` the spot inside a place."""

    phones: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    times: tuple[Moment, ...] = ()
    code: str | None = None
    detail: str | None = None
    identities: tuple[IdentityKind, ...] = ()
    affected: tuple[Affected, ...] = ()
    duration: Duration | None = None
    building: Building | None = None


@dataclass(frozen=True)
class Understanding:
    """Everything understood of one text.

    `place` is as deep as we are sure of; `places` holds candidates to ask back about, which are
    all the text gives when `place` is None, and lie deeper inside it when it is not. `mended` is
    the text as people should read it: simplified, and with the places that were misheard as they
    are written; `masked` is the same with personal data covered.
    """

    text: str
    intent: Intent
    topics: tuple[Topic, ...] = ()
    place: Place | None = None
    places: tuple[Place, ...] = ()
    jurisdiction: Jurisdiction | None = None
    entities: Entities = field(default_factory=Entities)
    urgent: Urgent | None = None
    mended: str = ""
    masked: str = ""

    def as_json(self) -> dict[str, Any]:
        """The object that `xiaoqing understand` prints: the design's fields, JSON types only.

        `urgent` is there for a danger to life, and `others` for a jurisdiction that is unsure.
        """
        fields = asdict(self)
        if not fields["urgent"]:
            del fields["urgent"]
        for duty in (fields["jurisdiction"], *(fields["jurisdiction"] or {}).get("others", ())):
            if duty:
                del duty["sure"]
            if duty and not duty["others"]:
                del duty["others"]
        del fields["text"], fields["mended"]
        fields["entities"] = {name: value for name, value in fields["entities"].items() if value}
        for moment in fields["entities"].get("times", ()):
            for edge in ("start", "end"):
                moment[edge] = moment[edge].isoformat() if moment[edge] else None
        return fields
