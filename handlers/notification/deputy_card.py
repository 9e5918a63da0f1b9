"""An opinion as its deputy sees it in a chat: what, where, since when, how urgent, what to do."""

from data.calendar import HANGZHOU
from data.record.account import Role
from data.record.opinion import Opinion
from handlers.message import chat_text as words
from handlers.message.turn import Button
from handlers.opinion import lifecycle, receipt
from handlers.opinion.actor import Actor
from handlers.opinion.lifecycle import Action

OWN = (Action.PROGRESS, Action.ANSWER, Action.ASK, Action.PROPOSE, Action.RELEASE)
"""What a deputy can do with what is theirs, in the order of the buttons."""
_DEPUTY = Actor(Role.REPRESENTATIVE, Role.REPRESENTATIVE)
_LONGEST = 400


def text(opinion: Opinion, news: str) -> str:
    """The card, personal data covered; `news` is why it is shown."""
    filed = opinion.filed_at.astimezone(HANGZHOU)
    due = opinion.due_at.astimezone(HANGZHOU) if opinion.due_at else None
    return words.CARD.format(
        code=receipt.shown(opinion.code),
        news=news,
        matter=opinion.matter[:_LONGEST],
        place=place(opinion),
        filed=f"{filed.month}月{filed.day}日",
        due=words.CARD_DUE.format(due=f"{due.month}月{due.day}日{due.hour}点") if due else "",
        urgent=words.CARD_URGENT if opinion.urgent else "",
        urged=words.CARD_URGED.format(times=opinion.urged) if opinion.urged else "",
    )


def place(opinion: Opinion) -> str:
    """Where it is, in words."""
    return opinion.place_name or opinion.spot or words.NO_PLACE


def actions(opinion: Opinion, number: int | None) -> tuple[Action, ...]:
    """What the deputy with this number can do with it now."""
    possible = lifecycle.possible(opinion, _DEPUTY)
    if opinion.representative_id is None:
        return tuple(action for action in (Action.CLAIM,) if action in possible)
    if opinion.representative_id != number:
        return ()
    return tuple(action for action in OWN if action in possible)


def buttons(opinion: Opinion, number: int | None) -> tuple[Button, ...]:
    """The same as buttons; a tap says a command."""
    found = [Button(words.TITLES[a], f"/{a} {opinion.code}") for a in actions(opinion, number)]
    return (*found, Button(words.HEAR_TITLE, f"/hear {opinion.code}")) if found else ()
