"""What a resident can wish for a filed opinion: to add, to hurry, to take back."""

from data.record.account import Role
from data.record.opinion import Opinion, OpinionEvent, OpinionState
from handlers.action import claim
from handlers.action.context import ActionContext
from handlers.action.payload import ColleagueText, FromResident, Payload
from handlers.message import notice_text as words
from handlers.notification import outbox
from handlers.opinion import deadline
from handlers.opinion.lifecycle import Action


class SupplementPayload(Payload):
    """Something the resident adds; where we waited for it, the clock runs on."""

    action = Action.SUPPLEMENT
    words: FromResident

    def take(self, acting: ActionContext, opinion: Opinion) -> None:
        """Whoever has it hears it."""
        supplement(acting, opinion, self.words)


class UrgePayload(Payload):
    """The resident asks for haste (催办)."""

    action = Action.URGE
    words: FromResident | None = None

    def take(self, acting: ActionContext, opinion: Opinion) -> None:
        """Whoever has it hears it."""
        urge(acting, opinion, self.words)


class WithdrawPayload(Payload):
    """The resident takes it back."""

    action = Action.WITHDRAW
    reason: FromResident | None = None

    def take(self, acting: ActionContext, opinion: Opinion) -> None:
        """Whoever has it hears it."""
        withdraw(acting, opinion, self.reason)


def supplement(acting: ActionContext, opinion: Opinion, text: ColleagueText) -> None:
    """Something to add. Where we waited for the resident, the clock runs on."""
    event = acting.act(opinion, Action.SUPPLEMENT, staff=text)
    if acting.actor.role is Role.RESIDENT and opinion.waiting_since:
        deadline.resume(opinion, acting.now)
        claim.renew_claim(acting, opinion)  # the deputy waited with us
    _pass_on(acting, opinion, event, words.SUPPLEMENTED.format(words=text))


def urge(acting: ActionContext, opinion: Opinion, text: ColleagueText | None = None) -> None:
    """Count that haste was asked for (催办), and say so to whoever has it."""
    opinion.urged += 1
    event = acting.act(opinion, Action.URGE, staff=text)
    _pass_on(acting, opinion, event, words.URGED.format(times=opinion.urged))


def withdraw(acting: ActionContext, opinion: Opinion, text: ColleagueText | None = None) -> None:
    """Take it back."""
    was = opinion.state
    unit, deputy = opinion.unit_code, opinion.representative_id
    claim.end_claim(acting, opinion, Action.WITHDRAW)
    event = acting.act(opinion, Action.WITHDRAW, staff=text)
    if was is OpinionState.TRANSFERRED:
        outbox.tell_platform(acting.session, opinion, event)
    if unit:
        outbox.tell_unit(acting.session, opinion, event, words.RESIDENT_WITHDREW)
    if deputy:
        outbox.tell_representative(acting.session, opinion, event, deputy, words.RESIDENT_WITHDREW)


def _pass_on(acting: ActionContext, opinion: Opinion, event: OpinionEvent, text: str) -> None:
    session = acting.session
    if opinion.state is OpinionState.TRANSFERRED:
        outbox.tell_platform(session, opinion, event, text)
    outbox.tell_unit(session, opinion, event, text)
    if opinion.representative_id:
        outbox.tell_representative(session, opinion, event, opinion.representative_id, text)
    elif not opinion.unit_code:
        outbox.tell_station(session, opinion, event, text)
