"""One turn of a deputy in a chat: who it is, what they have in hand, and which matter they mean."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from sqlmodel import col, select

from data.record.opinion import OPEN, Opinion
from handlers.context.turn_context import TurnContext, TurnResult, respond
from handlers.message.turn import Button
from handlers.opinion import lookup
from handlers.opinion.actor import Actor

_CODE = re.compile(r"【(\d{4}) ?(\d{4})】")


@dataclass(frozen=True)
class DeputyContext:
    """The turn from the deputy's side."""

    context: TurnContext
    actor: Actor

    @property
    def text(self) -> str:
        """What was said."""
        return self.context.turn.text

    @cached_property
    def own(self) -> Sequence[Opinion]:
        """What they have claimed and not ended, what is due first first."""
        return self.context.session.exec(
            select(Opinion)
            .where(
                Opinion.representative_id == self.actor.representative,
                col(Opinion.state).in_(OPEN),
            )
            .order_by(col(Opinion.due_at), col(Opinion.id))
        ).all()

    @property
    def quoted(self) -> Opinion | None:
        """The matter of the message that they reply to."""
        found = _CODE.search(self.context.turn.quoted or "")
        return self.found(found[1] + found[2]) if found else None

    @property
    def meant(self) -> Opinion | None:
        """Which matter they speak of, where that is sure: the one they reply to, the last that was
        spoken of, or the only one."""
        target = self.context.state.target
        last = next((each for each in self.own if each.code == target), None)
        only = self.own[0] if len(self.own) == 1 else None
        return self.quoted or last or only

    def found(self, code: str | None) -> Opinion | None:
        """A matter that this deputy may see."""
        opinion = lookup.by_code(self.context.session, code or "")
        return opinion if opinion and self.actor.sees(self.context.session, opinion) else None

    def respond(self, text: str, buttons: Sequence[Button] = (), **state: object) -> TurnResult:
        """A step of the deputy's side; an open question of the dialogue is closed."""
        calm = replace(self.context.state, misses=0, **{"intended": None, **state})  # type: ignore[arg-type]
        return respond(calm, text, buttons=tuple(buttons))
