"""Claims (自主认领): a deputy takes a matter on, keeps it, gives it back."""

from datetime import datetime

from sqlmodel import col, select

from data.record.account import Role
from data.record.casework import Claim
from data.record.opinion import Opinion
from data.reference.matter.limits import LimitName, limits
from handlers.action.context import Work
from handlers.action.payload import ForColleagues, Payload
from handlers.message import notice_text as words
from handlers.notification import outbox
from handlers.opinion import deadline, lifecycle
from handlers.opinion.actor import CLOCK
from handlers.opinion.lifecycle import Action, RefusedError


class ClaimPayload(Payload):
    """A deputy takes it on (自主认领)."""

    action = Action.CLAIM

    def take(self, work: Work, opinion: Opinion) -> None:
        """Raises RefusedError, also where another deputy has it."""
        claim(work, opinion)


class ReleasePayload(Payload):
    """The deputy gives it back (放回)."""

    action = Action.RELEASE
    reason: ForColleagues | None = None

    def take(self, work: Work, opinion: Opinion) -> None:
        """A unit that had it before goes on."""
        release(work, opinion, self.reason)


def claim(work: Work, opinion: Opinion) -> None:
    """A deputy takes it on (自主认领). Raises RefusedError, also where another deputy has it."""
    if opinion.representative_id is not None:
        refuse(work, opinion)
    opinion.representative_id = work.actor.representative
    work.act(opinion, Action.CLAIM, resident=words.CLAIMED)
    work.session.add(
        Claim(
            opinion_id=opinion.id or 0,
            representative_id=work.actor.representative or 0,
            at=work.now,
            until=_claim_ends(work),
        )
    )


def release(work: Work, opinion: Opinion, reason: str | None = None) -> None:
    """The deputy gives it back; a unit that had it before goes on."""
    only_mine(work, opinion)
    end_claim(work, opinion, Action.RELEASE)
    opinion.addressed_id = None  # whom it was told to has given it back: now all may take it
    event = work.act(opinion, Action.RELEASE, staff=reason)
    if opinion.unit_code:
        Work(work.session, CLOCK, work.now).act(opinion, Action.ASSIGN)
    outbox.tell_station(work.session, opinion, event, words.BACK_TO_DESK)
    outbox.offer(work.session, opinion, event)


def end_claim(work: Work, opinion: Opinion, how: Action) -> None:
    """Whoever has claimed it has it no more."""
    if current := claim_of(work, opinion):
        current.ended_at, current.ended = work.now, how
        work.session.add(current)
    if how is not Action.SUGGEST:
        opinion.representative_id = None


def claim_of(work: Work, opinion: Opinion) -> Claim | None:
    """The claim that holds."""
    return work.session.exec(
        select(Claim).where(Claim.opinion_id == opinion.id, col(Claim.ended_at).is_(None))
    ).first()


def renew_claim(work: Work, opinion: Opinion) -> None:
    """Whoever has claimed it has as long again as at the beginning."""
    if current := claim_of(work, opinion):
        current.until, current.reminded_at = _claim_ends(work), None
        work.session.add(current)


def only_mine(work: Work, opinion: Opinion) -> None:
    """A deputy deals with what that deputy has claimed, and with nobody else's."""
    deputy = work.actor.role is Role.REPRESENTATIVE
    if deputy and opinion.representative_id != work.actor.representative:
        refuse(work, opinion)


def keep_claim(work: Work, opinion: Opinion) -> None:
    """The deputy did something: the claim holds on."""
    if work.actor.role is Role.REPRESENTATIVE:
        renew_claim(work, opinion)


def _claim_ends(work: Work) -> datetime:
    return deadline.end(limits()[LimitName.CLAIM], work.now)


def refuse(work: Work, opinion: Opinion) -> None:
    """Say that it is another deputy's, and what is possible instead. Raises RefusedError."""
    theirs = (Action.CLAIM, Action.SUGGEST) if opinion.representative_id is None else ()
    possible = [a for a in lifecycle.possible(opinion, work.actor) if a in theirs]
    raise RefusedError(opinion.state, tuple(possible), lifecycle.happened(work.session, opinion))
