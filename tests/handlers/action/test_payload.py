"""What an action is given: nothing unknown, nothing too long, and a blank says nothing."""

import pytest

from handlers.action.assignment import AssignPayload
from handlers.action.claim import ClaimPayload
from handlers.action.handling import AskPayload, ProgressPayload
from handlers.action.payload import FieldKind, Part, Payload, parts
from handlers.action.triage import SortPayload
from handlers.opinion.errors import MissingError
from handlers.opinion.lifecycle import Action


@pytest.mark.parametrize(
    ("payload", "fields", "missing"),
    [
        (AskPayload, {}, "words"),
        (AskPayload, {"words": " \n"}, "words"),
        (AskPayload, {"words": None}, "words"),
        (AskPayload, {"words": "字" * 12_001}, "words"),
        (AskPayload, {"words": "x", "wrods": "y"}, "wrods"),
        (AssignPayload, {"unit": "U" * 21}, "unit"),
        (ProgressPayload, {}, "words"),
        (SortPayload, {"level": "province"}, "level"),
        (ClaimPayload, {"version": -1}, "version"),
        (ClaimPayload, {"version": 2**31 + 1}, "version"),
        (ClaimPayload, {"version": "eins"}, "version"),
        (ClaimPayload, "no object", "version"),
    ],
)
def test_the_first_field_that_cannot_be_used_is_named(
    payload: type[Payload], fields: dict[str, object], missing: str
) -> None:
    with pytest.raises(MissingError) as error:
        payload.of(fields)
    assert error.value.field == missing


def test_what_is_as_long_as_may_be_is_taken() -> None:
    assert len(AskPayload.of({"words": "字" * 12_000}).words) == 12_000
    assert AssignPayload.of({"unit": "U" * 20}).unit == "U" * 20
    assert [ClaimPayload.of({"version": v}).version for v in (0, 2**31)] == [0, 2**31]


def test_a_blank_line_of_a_form_is_nothing_and_space_around_words_goes() -> None:
    given = ProgressPayload.of({"words": " 在办 ", "note": "  ", "version": ""})
    assert (given.words, given.note, given.version) == ("在办", None, None)


def test_the_fields_in_their_order_without_the_version() -> None:
    assert parts(AssignPayload) == (
        Part("unit", FieldKind.UNIT, True),
        Part("division", FieldKind.DIVISION, False),
        Part("note", FieldKind.FOR_COLLEAGUES, False),
    )
    assert parts(ClaimPayload) == ()
    assert (ClaimPayload.first_needed(), SortPayload.first_needed()) == ("version", "topic")


def test_a_payload_does_not_change() -> None:
    given = AskPayload.of({"words": "哪一盏？"})
    with pytest.raises(ValueError, match="frozen"):
        given.words = "x"  # type: ignore[misc,assignment]


def test_one_that_does_nothing_says_so() -> None:
    class Nothing(Payload):
        action = Action.SORT

    with pytest.raises(NotImplementedError):
        Nothing().take(None, None)  # type: ignore[arg-type]
