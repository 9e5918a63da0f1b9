"""One action in its transaction: who does it, when, and to what."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from data.record.opinion import Opinion, OpinionEvent
from handlers.notification.outbox import tell_resident
from handlers.opinion import deadline, lifecycle
from handlers.opinion.actor import Actor
from handlers.opinion.lifecycle import Action, Step


@dataclass(frozen=True)
class ActionContext:
    """Somebody at work. `key` is the sender's own id of the step, where it has one."""

    session: Session
    actor: Actor
    now: datetime
    key: str | None = None
    fresh: bool = False
    """The opinion is being filed: nobody's can have been merged into it yet."""

    def act(
        self,
        opinion: Opinion,
        action: Action,
        *,
        resident: str | None = None,
        staff: str | None = None,
    ) -> OpinionEvent:
        """Take a step: the state, its trace, the clock, and the words for the resident.

        Raises lifecycle.RefusedError.
        """
        step = Step(action, self.actor, self.now, resident, staff, self.key)
        event = lifecycle.act(self.session, opinion, step)
        if event.state_from != event.state_to:
            deadline.resume(opinion, self.now)  # it is somebody else's turn
        deadline.restart(opinion, self.now)
        if resident:
            tell_resident(self.session, opinion, event, alone=self.fresh)
        return event
