"""The handling: claims of deputies, progress, questions to the resident, the answer."""

from datetime import datetime

from sqlmodel import col, select

from data.record.account import Role
from data.record.casework import Answer, Claim, Suggestion
from data.record.opinion import Opinion
from data.reference.matter.limits import LimitName, limits
from handlers.action.context import Work
from handlers.message import notice_text as words
from handlers.notification import outbox
from handlers.opinion import deadline, lifecycle
from handlers.opinion.actor import CLOCK
from handlers.opinion.errors import needed
from handlers.opinion.lifecycle import Action, RefusedError


def claim(work: Work, opinion: Opinion) -> None:
    """A deputy takes it on (自主认领). Raises RefusedError, also where another deputy has it."""
    if opinion.representative_id is not None:
        _refuse(work, opinion)
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


def progress(work: Work, opinion: Opinion, text: str | None, note: str | None = None) -> None:
    """Something was done; the resident hears `text`, colleagues `note`."""
    if not note:
        text = needed("words", text)
    only_mine(work, opinion)
    resident = words.PROGRESS.format(words=text) if text else None
    work.act(opinion, Action.PROGRESS, resident=resident, staff=note)
    _keep_claim(work, opinion)


def ask(work: Work, opinion: Opinion, question: str | None) -> None:
    """Ask the resident something; the clock rests until there is an answer."""
    question = needed("words", question)
    only_mine(work, opinion)
    work.act(opinion, Action.ASK, resident=words.ASKED.format(words=question))
    deadline.pause(opinion, work.now)
    _keep_claim(work, opinion)


def propose(work: Work, opinion: Opinion, reason: str | None) -> None:
    """A deputy proposes to transfer it; the desk decides."""
    reason = needed("reason", reason)
    only_mine(work, opinion)
    event = work.act(opinion, Action.PROPOSE, staff=words.PROPOSED.format(reason=reason))
    _keep_claim(work, opinion)
    text = words.PROPOSED.format(reason=reason)
    outbox.tell_station(work.session, opinion, event, text)


def answer(work: Work, opinion: Opinion, text: str | None) -> None:
    """What became of it, in plain words."""
    text = needed("words", text)
    only_mine(work, opinion)
    end_claim(work, opinion, Action.ANSWER)
    resident = words.ANSWERED.format(words=text.rstrip("。！"))
    work.act(opinion, Action.ANSWER, resident=resident, staff=text)
    work.session.add(
        Answer(opinion_id=opinion.id or 0, actor=work.actor.trace, words=text, at=work.now)
    )


def suggest(work: Work, opinion: Opinion, title: str | None, text: str | None) -> None:
    """A deputy writes and signs a suggestion on this matter; nothing is written for them."""
    title, text = needed("title", title), needed("words", text)
    if opinion.representative_id not in (None, work.actor.representative):
        _refuse(work, opinion)
    opinion.representative_id = work.actor.representative
    end_claim(work, opinion, Action.SUGGEST)
    work.act(opinion, Action.SUGGEST, resident=words.SUGGESTED.format(title=title), staff=title)
    work.session.add(
        Suggestion(
            opinion_id=opinion.id or 0,
            representative_id=work.actor.representative or 0,
            title=title,
            words=text,
            signed_at=work.now,
        )
    )


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


def _claim_ends(work: Work) -> datetime:
    return deadline.end(limits()[LimitName.CLAIM], work.now)


def _keep_claim(work: Work, opinion: Opinion) -> None:
    """The deputy did something: the claim holds on."""
    if work.actor.role is Role.REPRESENTATIVE:
        renew_claim(work, opinion)


def renew_claim(work: Work, opinion: Opinion) -> None:
    """Whoever has claimed it has as long again as at the beginning."""
    if current := claim_of(work, opinion):
        current.until, current.reminded_at = _claim_ends(work), None
        work.session.add(current)


def only_mine(work: Work, opinion: Opinion) -> None:
    """A deputy deals with what that deputy has claimed, and with nobody else's."""
    deputy = work.actor.role is Role.REPRESENTATIVE
    if deputy and opinion.representative_id != work.actor.representative:
        _refuse(work, opinion)


def _refuse(work: Work, opinion: Opinion) -> None:
    theirs = (Action.CLAIM, Action.SUGGEST) if opinion.representative_id is None else ()
    possible = [a for a in lifecycle.possible(opinion, work.actor) if a in theirs]
    raise RefusedError(opinion.state, tuple(possible), lifecycle.happened(work.session, opinion))
