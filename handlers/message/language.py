"""The script people read: simplified characters, or traditional ones where somebody asked."""

from dataclasses import replace

from handlers.message.turn import Button, Card, Reply, Row
from nlu.text.script import traditional

SIMPLIFIED, TRADITIONAL = "zh-Hans", "zh-Hant"


def converted(text: str, language: str | None) -> str:
    """The text in the script of this language; what is written is simplified."""
    return traditional(text) if language == TRADITIONAL else text


def reply_in(reply: Reply, language: str | None) -> Reply:
    """The same for a whole reply. What a button says to us stays as it is."""
    if language != TRADITIONAL:
        return reply
    card = reply.card
    return replace(
        reply,
        text=converted(reply.text, language),
        buttons=tuple(Button(converted(b.title, language), b.payload) for b in reply.buttons),
        card=card and _card(card, language),
    )


def _card(card: Card, language: str) -> Card:
    rows = tuple(Row(converted(r.label, language), converted(r.value, language)) for r in card.rows)
    return replace(card, title=converted(card.title, language), rows=rows)
