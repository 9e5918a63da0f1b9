"""A reply as Telegram shows it: text, and buttons that know which reply they belong to."""

import hashlib
from collections.abc import Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from handlers.message.turn import Button, Reply

LONGEST_TEXT = 4096
_LONGEST_DATA = 64  # bytes, by the Bot API
_MARK = 10
_COMMAND = "/"


def text_of(reply: Reply) -> str:
    """The words, as many as one message holds."""
    return reply.written[:LONGEST_TEXT]


def buttons_of(reply: Reply) -> InlineKeyboardMarkup | None:
    """The buttons of a reply. A command stands for itself, however old it is; an answer holds the
    mark of its reply and its number there, so that an old one is known."""
    mark = mark_of(reply)
    return rows(
        [
            (button.title, data if (data := _command(button)) else f"{mark}:{number}")
            for number, button in enumerate(reply.buttons)
        ]
    )


def of_commands(buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    """Buttons under news, which nobody asked for: commands only."""
    return rows([(button.title, data) for button in buttons if (data := _command(button))])


def rows(buttons: Sequence[tuple[str, str]]) -> InlineKeyboardMarkup | None:
    """A button a line: targets for thumbs."""
    if not buttons:
        return None
    return InlineKeyboardMarkup([[InlineKeyboardButton(t, callback_data=d)] for t, d in buttons])


def pressed(reply: Reply | None, data: str) -> str | None:
    """What a button says; None for an answer to an older reply, and for rubbish."""
    if data.startswith(_COMMAND):
        return data
    mark, _, number = data.partition(":")
    if not reply or mark != mark_of(reply) or not number.isascii() or not number.isdigit():
        return None
    return reply.buttons[int(number)].payload if int(number) < len(reply.buttons) else None


def mark_of(reply: Reply) -> str:
    """The same for the same question with the same buttons."""
    said = "\0".join([reply.text, *(button.payload for button in reply.buttons)])
    return hashlib.sha256(said.encode()).hexdigest()[:_MARK]


def _command(button: Button) -> str | None:
    said = button.payload
    short = len(said.encode()) <= _LONGEST_DATA
    return said if said.startswith(_COMMAND) and short else None
