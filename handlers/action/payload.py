"""What an action is given: a payload class for each, made here of the same few kinds of field.

The API's schema, the console's forms and the table in docs/api.md are made from these classes.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, ClassVar, NewType, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic.fields import FieldInfo

from data.record.opinion import Opinion
from handlers.action.context import ActionContext
from handlers.opinion.errors import MissingError
from handlers.opinion.lifecycle import Action

_LONGEST = 12_000  # letters, as many as a turn may have
_LONGEST_STORY = 100_000  # a matter told in many turns


class FieldKind(StrEnum):
    """What a field holds, and who reads it."""

    FOR_RESIDENT = "for_resident"
    FOR_COLLEAGUES = "for_colleagues"
    FROM_RESIDENT = "from_resident"
    REASON = "reason"
    REASON_TOLD = "reason_told"
    GUIDANCE = "guidance"
    TITLE = "title"
    SUGGESTION = "suggestion"
    TRANSCRIPT = "transcript"
    TOPIC = "topic"
    PLACE = "place"
    LEVEL = "level"
    UNIT = "unit"
    DIVISION = "division"
    OPINION = "opinion"
    GRADE = "grade"
    VERSION = "version"


ResidentText = NewType("ResidentText", str)
"""Words that the resident reads."""
ColleagueText = NewType("ColleagueText", str)
"""Words that only those who handle the matter read, be they a colleague's or the resident's."""

_text, _short, _code = Field(max_length=_LONGEST), Field(max_length=200), Field(max_length=20)
ForResident = Annotated[ResidentText, _text, FieldKind.FOR_RESIDENT]
ForColleagues = Annotated[ColleagueText, _text, FieldKind.FOR_COLLEAGUES]
FromResident = Annotated[ColleagueText, _text, FieldKind.FROM_RESIDENT]
Reason = Annotated[ColleagueText, _text, FieldKind.REASON]
ReasonTold = Annotated[ResidentText, _text, FieldKind.REASON_TOLD]
Guidance = Annotated[ResidentText, _text, FieldKind.GUIDANCE]
Title = Annotated[ResidentText, _short, FieldKind.TITLE]
SuggestionText = Annotated[str, _text, FieldKind.SUGGESTION]
Transcript = Annotated[str, Field(max_length=_LONGEST_STORY), FieldKind.TRANSCRIPT]
TopicCode = Annotated[str, _code, FieldKind.TOPIC]
PlaceCode = Annotated[str, _code, FieldKind.PLACE]
UnitCode = Annotated[str, _code, FieldKind.UNIT]
DivisionCode = Annotated[str, _code, FieldKind.DIVISION]
OpinionCode = Annotated[str, _code, FieldKind.OPINION]


class Payload(BaseModel):
    """What every action may be given. `version` is the opinion's when the actor looked at it: a
    step since then refuses the action."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)
    action: ClassVar[Action]

    version: Annotated[int | None, Field(ge=0, le=2**31), FieldKind.VERSION] = None

    @model_validator(mode="before")
    @classmethod
    def _blank_is_nothing(cls, given: Any) -> Any:
        """An empty line of a form says nothing."""
        if not isinstance(given, Mapping):
            return given
        return {name: value for name, value in given.items() if not _blank(value)}

    @classmethod
    def of(cls, fields: Mapping[str, object]) -> Self:
        """The payload of what somebody filled in. Raises MissingError for the first field that is
        missing, unknown or unusable."""
        try:
            return cls.model_validate(fields)
        except ValidationError as error:
            where = error.errors()[0]["loc"]
            raise MissingError(str(where[0]) if where else cls.first_needed()) from error

    @classmethod
    def first_needed(cls) -> str:
        """The field to name where what is missing could be one of several."""
        return next((each.name for each in parts(cls)), "version")

    def take(self, acting: ActionContext, opinion: Opinion) -> None:
        """Do it. Raises lifecycle.RefusedError, and MissingError for what is in no table."""
        raise NotImplementedError


@dataclass(frozen=True)
class Part:
    """One field of a payload."""

    name: str
    kind: FieldKind
    needed: bool


def parts(payload: type[Payload]) -> tuple[Part, ...]:
    """The fields of a payload in their order, without the version that all have."""
    return tuple(
        Part(name, kind, field.is_required())
        for name, field in payload.model_fields.items()
        for kind in _marks(field)
        if isinstance(kind, FieldKind) and kind is not FieldKind.VERSION
    )


def _marks(field: FieldInfo) -> Iterator[object]:
    """What a field is annotated with, also where it may be left out (X | None)."""
    yield from field.metadata
    for option in get_args(field.annotation):
        yield from getattr(option, "__metadata__", ())


def _blank(value: object) -> bool:
    return isinstance(value, str) and not value.strip()
