"""The particulars of a text: phones, names, times, a receipt code, the spot; and their covers."""

from collections.abc import Mapping, Sequence
from datetime import date

from nlu.context import Question
from nlu.particular import affected, building, identity, person, phone, receipt, spot
from nlu.text.span import Span, disjoint
from nlu.time import duration, moments
from nlu.understanding import Entities, IdentityKind

MOST_CHARACTERS = 2000
"""Times and spots are looked for in so much of a text; personal data in all of it."""
_CARD = 12
"""A shorter number of no known kind is a phone's with a digit lost, and says nothing."""


def particulars(
    text: str, question: Question, today: date, places: Sequence[tuple[int, int]] = ()
) -> tuple[Entities, str]:
    """The entities of a text, and the text with phones, ID numbers and names covered.

    `places` are the spans of official names, which are no spot inside a place and no name.
    """
    identities = identity.identities(text)
    phones = phone.phones(text, question, identities)
    code = receipt.code(text, identities + phones, question)
    known = identities + phones + ([code] if code else [])
    others = identity.numbers(text, known)
    halves = phone.halves(text, question, known + others)
    numbers = identities + phones + others + halves
    names = person.names(text, question, places)
    bare = _without(text, numbers + names)[:MOST_CHARACTERS]
    times = moments.moments(bare, today)
    entities = Entities(
        phones=_once(phones),
        names=_once(names),
        times=times,
        code=code.value if code else None,
        detail=spot.detail(text[:MOST_CHARACTERS], tuple(places)),
        identities=_kinds(identities + others),
        affected=affected.affected(bare),
        duration=duration.duration(bare, times, today),
        building=building.building(bare),
    )
    covers = {span: phone.covered(span.value) for span in numbers}
    for span in [*names, *person.others(text), *person.again(text, names)]:
        covers.setdefault(span, person.covered(span.value))
    return entities, _cover(text, covers)


def _kinds(spans: Sequence[Span]) -> tuple[IdentityKind, ...]:
    kinds = {span: identity.kind(span.value) for span in spans}
    return tuple(
        kind
        for span, kind in kinds.items()
        if kind is not IdentityKind.OTHER or len(span.value) >= _CARD
    )


def _once(spans: Sequence[Span]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(span.value for span in spans))


def _without(text: str, spans: Sequence[Span]) -> str:
    return _replaced(text, {span: "，" * (span.end - span.start) for span in spans})


def _cover(text: str, covers: Mapping[Span, str]) -> str:
    """Each span under its cover; of two that share a character the one that came first."""
    return _replaced(text, {span: covers[span] for span in disjoint(covers)})


def _replaced(text: str, pieces: Mapping[Span, str]) -> str:
    parts, at = [], 0
    for span in sorted(pieces, key=lambda span: span.start):
        parts += [text[at : span.start], pieces[span]]
        at = span.end
    return "".join([*parts, text[at:]])
