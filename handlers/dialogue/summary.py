"""Reading a draft back, for the eye as a card and for the ear in one breath."""

from handlers.context.draft import Draft
from handlers.context.state import State
from handlers.context.turn_context import TurnResult, respond
from handlers.message import resident_text
from handlers.message.turn import Button, Card, CardKind, Row
from nlu.context import Question

_LONGEST_SAID = 90  # letters of a story that are read aloud; the rest stands on the screen
_LONGEST_SHOWN = 400


def read_back(state: State, draft: Draft, matter: str, preface: str = "") -> TurnResult:
    """Say everything that is known, and ask whether it is right. `matter` is the story with
    personal data covered: others stand near a kiosk, and name and phone have their own lines."""
    parts = [resident_text.SAID_MATTER.format(matter=_short(matter))]
    if draft.place_words and draft.place_words not in matter:
        parts.append(resident_text.SAID_PLACE.format(place=draft.place_words))
    if draft.reporter:
        parts.append(resident_text.SAID_WHO.format(who=draft.reporter))
    if draft.phone:
        parts.append(resident_text.SAID_PHONE.format(phone=" ".join(_grouped(draft.phone))))
    text = preface + resident_text.SUMMARY.format(words="。".join(parts))
    card = Card(CardKind.SUMMARY, resident_text.SUMMARY_TITLE, rows(draft, matter))
    return respond(state, text, buttons=verdicts(), card=card, question=Question.CONFIRM)


def rows(draft: Draft, matter: str) -> tuple[Row, ...]:
    """What is known, a line each."""
    shown = matter[:_LONGEST_SHOWN]
    return (
        Row(resident_text.MATTER_LABEL, shown if shown == matter else shown + "…"),
        Row(resident_text.PLACE_LABEL, draft.place_words or resident_text.NO_PLACE),
        Row(resident_text.WHO_LABEL, draft.reporter or resident_text.ANONYMOUS),
        Row(resident_text.PHONE_LABEL, draft.phone or resident_text.NO_PHONE),
    )


def verdicts() -> tuple[Button, ...]:
    """The two answers to a summary."""
    return (
        Button(resident_text.YES_TITLE, resident_text.YES),
        Button(resident_text.NO_TITLE, resident_text.NO),
    )


def _short(matter: str) -> str:
    matter = matter.rstrip("。 ")
    if len(matter) <= _LONGEST_SAID:
        return matter
    return matter[:_LONGEST_SAID] + resident_text.AND_SO_ON


def _grouped(phone: str) -> tuple[str, ...]:
    mobile = 11
    if len(phone) != mobile or not phone.startswith("1"):
        return (phone,)
    return (phone[:3], phone[3:7], phone[7:])
