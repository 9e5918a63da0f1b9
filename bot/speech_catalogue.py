"""What the assistant says to everybody in the same words, so that its sound may be kept."""

from bot.api_text import SAID_BY_THE_PAGE
from data.reference.matter.urgent import dangers
from handlers.message import chat_text, notice_text, resident_text

_ENDS = ("。", "？")


def fixed() -> tuple[str, ...]:
    """The sentences of the assistant and the page; of those with a gap in them, what is around.

    What to do in danger comes first: its sound is made before all others.
    """
    texts = (
        *(danger.advice for danger in dangers()),
        *resident_text.SPOKEN,
        *SAID_BY_THE_PAGE,
        # What opens by a scanned code may be a page that speaks.
        *(chat_text.AT_STATION, chat_text.TO_DEPUTY, chat_text.CODE_REVOKED),
        notice_text.ANSWERED,
    )
    found = [
        sentence
        for text in texts
        for sentence in _sentences(text)
        if "{" not in sentence and sentence.endswith(_ENDS)
    ]
    return tuple(dict.fromkeys(found))


def _sentences(text: str) -> list[str]:
    for end in _ENDS:
        text = text.replace(end, f"{end}\n")
    return text.split("\n")
