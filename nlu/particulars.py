"""The particulars of a text: phones, names, times, a receipt code, the spot; and their covers."""

from collections.abc import Sequence
from datetime import date

from nlu import detail, moment, person, phone, receipt
from nlu.context import Question
from nlu.span import Span
from nlu.understanding import Entities

MOST_CHARACTERS = 2000
"""Times and spots are looked for in so much of a text; personal data in all of it."""


def particulars(
    text: str, question: Question, today: date, places: Sequence[tuple[int, int]] = ()
) -> tuple[Entities, str]:
    """The entities of a text, and the text with phones, ID numbers and names covered.

    `places` are the spans of official names, which are no spot inside a place.
    """
    identities = phone.identities(text)
    phones = phone.phones(text, question)
    names = person.names(text, question)
    code = receipt.code(text, identities + phones, question)
    entities = Entities(
        phones=_once(phones),
        names=_once(names),
        times=moment.moments(_without(text, phones + identities)[:MOST_CHARACTERS], today),
        code=code.value if code else None,
        detail=detail.detail(text[:MOST_CHARACTERS], tuple(places)),
    )
    covers = [(span, phone.covered(span.value)) for span in phones + identities]
    covers += [(span, person.covered(span.value)) for span in names]
    return entities, _cover(text, covers)


def _once(spans: Sequence[Span]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(span.value for span in spans))


def _without(text: str, spans: Sequence[Span]) -> str:
    for span in spans:
        text = text[: span.start] + "，" * (span.end - span.start) + text[span.end :]
    return text


def _cover(text: str, covers: Sequence[tuple[Span, str]]) -> str:
    for span, cover in sorted(covers, key=lambda pair: -pair[0].start):
        text = text[: span.start] + cover + text[span.end :]
    return text
