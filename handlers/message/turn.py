"""What goes into the dialogue and what comes out of it, the same for every channel."""

from dataclasses import dataclass, field
from enum import StrEnum

from data.record.attachment import AttachmentKind
from data.record.conversation import Channel
from nlu.context import Question


class Command(StrEnum):
    """What the fixed buttons send, whatever question is open."""

    REPEAT = "/repeat"
    HUMAN = "/human"
    RESTART = "/restart"


class Failure(StrEnum):
    """Why a spoken turn has no text."""

    NOTHING_HEARD = "nothing_heard"
    NO_ENGINE = "no_engine"
    RECOGNITION = "recognition"
    DISK_FULL = "disk_full"
    TOO_SHORT = "too_short"


@dataclass(frozen=True)
class Enclosed:
    """What came beside the words: a photo, as a file name in the folder of attachments, or a
    position as (latitude, longitude) in degrees, WGS 84."""

    kind: AttachmentKind
    file: str | None = None
    position: tuple[float, float] | None = None


@dataclass(frozen=True)
class Turn:
    """One thing that somebody said or typed. `sender` is who, in the words of the channel.

    A turn that arrives twice with the same `id` is done once. `failure` says why a
    spoken turn has no text; its sound is kept all the same. `quoted` is the message of ours that
    it replies to, and `original` is what a recogniser wrote before that was put right.
    """

    id: str
    channel: Channel
    sender: str
    text: str
    station: str | None = None
    spoken: bool = False
    engine: str | None = None
    confidence: float | None = None
    original: str | None = None
    failure: Failure | None = None
    enclosed: tuple[Enclosed, ...] = ()
    quoted: str | None = None


@dataclass(frozen=True)
class Button:
    """An answer that makes sense now; a tap says `payload` as if it had been typed."""

    title: str
    payload: str


@dataclass(frozen=True)
class Row:
    """A line of a card."""

    label: str
    value: str


class CardKind(StrEnum):
    """What a card shows."""

    SUMMARY = "summary"
    RECEIPT = "receipt"
    STATUS = "status"


@dataclass(frozen=True)
class Card:
    """Something to look at beside the words; `code` is a receipt code as people read it."""

    kind: CardKind
    title: str
    rows: tuple[Row, ...] = ()
    code: str | None = None


@dataclass(frozen=True)
class Reply:
    """What the assistant answers. `say` is for the ear, `text` for the eye.

    `sounds` and `photos` are files to hand over: names in the folders of recordings and of
    attachments.
    """

    text: str
    say: str
    buttons: tuple[Button, ...] = ()
    card: Card | None = None
    question: Question = Question.NOTHING
    ended: bool = field(default=False)
    sounds: tuple[str, ...] = ()
    photos: tuple[str, ...] = ()

    @property
    def written(self) -> str:
        """The words with the lines of the card under them, for a chat that shows text only."""
        rows = self.card.rows if self.card else ()
        return "\n".join([self.text, *(f"{row.label}：{row.value}" for row in rows)])
