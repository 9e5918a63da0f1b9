"""Claims (自主认领): a deputy takes a matter on, keeps it, gives it back."""

from datetime import datetime

from sqlmodel import col, select

from data.record.account import Role
from data.record.casework import Claim
from data.record.opinion import Opinion
from data.reference.matter.limits import LimitName, limits
from handlers.action.context import ActionContext
from handlers.action.payload import Payload, Reason
from handlers.message import notice_text as words
from handlers.notification import outbox
from handlers.opinion import deadline, lifecycle
from handlers.opinion.actor import CLOCK
from handlers.opinion.lifecycle import Action, RefusedError


class ClaimPayload(Payload):
    """A deputy takes it on (自主认领)."""

    action = Action.CLAIM

    def take(self, acting: ActionContext, opinion: Opinion) -> None:
        """Raises RefusedError, also where another deputy has it."""
        claim(acting, opinion)


class ReleasePayload(Payload):
    """The deputy gives it back (放回)."""

    action = Action.RELEASE
    reason: Reason | None = None

    def take(self, acting: ActionContext, opinion: Opinion) -> None:
        """A unit that had it before goes on."""
        release(acting, opinion, self.reason)


def claim(acting: ActionContext, opinion: Opinion) -> None:
    """A deputy takes it on (自主认领). Raises RefusedError, also where another deputy has it."""
    if opinion.representative_id is not None:
        refuse(acting, opinion)
    opinion.representative_id = acting.actor.representative
    acting.act(opinion, Action.CLAIM, resident=words.CLAIMED)
    acting.session.add(
        Claim(
            opinion_id=opinion.id or 0,
            representative_id=acting.actor.representative or 0,
            at=acting.now,
            until=_claim_ends(acting),
        )
    )


def release(acting: ActionContext, opinion: Opinion, reason: str | None = None) -> None:
    """The deputy gives it back; a unit that had it before goes on."""
    only_mine(acting, opinion)
    end_claim(acting, opinion, Action.RELEASE)
    opinion.addressed_id = None  # whom it was told to has given it back: now all may take it
    event = acting.act(opinion, Action.RELEASE, staff=reason)
    if opinion.unit_code:
        ActionContext(acting.session, CLOCK, acting.now).act(opinion, Action.ASSIGN)
    outbox.tell_station(acting.session, opinion, event, words.BACK_TO_DESK)
    outbox.offer(acting.session, opinion, event)


def end_claim(acting: ActionContext, opinion: Opinion, how: Action) -> None:
    """Whoever has claimed it has it no more."""
    if current := claim_of(acting, opinion):
        current.ended_at, current.ended = acting.now, how
        acting.session.add(current)
    if how is not Action.SUGGEST:
        opinion.representative_id = None


def claim_of(acting: ActionContext, opinion: Opinion) -> Claim | None:
    """The claim that holds."""
    return acting.session.exec(
        select(Claim).where(Claim.opinion_id == opinion.id, col(Claim.ended_at).is_(None))
    ).first()


def renew_claim(acting: ActionContext, opinion: Opinion) -> None:
    """Whoever has claimed it has as long again as at the beginning."""
    if current := claim_of(acting, opinion):
        current.until, current.reminded_at = _claim_ends(acting), None
        acting.session.add(current)


def only_mine(acting: ActionContext, opinion: Opinion) -> None:
    """A deputy deals with what that deputy has claimed, and with nobody else's."""
    deputy = acting.actor.role is Role.REPRESENTATIVE
    if deputy and opinion.representative_id != acting.actor.representative:
        refuse(acting, opinion)


def keep_claim(acting: ActionContext, opinion: Opinion) -> None:
    """The deputy did something: the claim holds on."""
    if acting.actor.role is Role.REPRESENTATIVE:
        renew_claim(acting, opinion)


def _claim_ends(acting: ActionContext) -> datetime:
    return deadline.end(limits()[LimitName.CLAIM], acting.now)


def refuse(acting: ActionContext, opinion: Opinion) -> None:
    """Say that it is another deputy's, and what is possible instead. Raises RefusedError."""
    theirs = (Action.CLAIM, Action.SUGGEST) if opinion.representative_id is None else ()
    possible = [a for a in lifecycle.possible(opinion, acting.actor) if a in theirs]
    raise RefusedError(opinion.state, tuple(possible), lifecycle.happened(acting.session, opinion))
