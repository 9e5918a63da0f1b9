"""One way in for every door: an action on an opinion, with what was written beside it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from data.record.casework import Grade
from data.record.opinion import Opinion
from handlers.action import assignment, closing, handling, resident_requests, triage
from handlers.action.context import Work
from handlers.action.triage import Correction
from handlers.opinion import lifecycle
from handlers.opinion.errors import MissingError
from handlers.opinion.lifecycle import Action


@dataclass(frozen=True)
class Form:
    """What a deed may need. `words` go to the resident, `note` to colleagues, `reason` says why.

    `version` is the opinion's when the actor looked at it: a step since then refuses the deed.
    """

    words: str | None = None
    note: str | None = None
    reason: str | None = None
    guidance: str | None = None
    title: str | None = None
    topic: str | None = None
    place: str | None = None
    level: str | None = None
    transcript: str | None = None
    unit: str | None = None
    division: str | None = None
    into: str | None = None
    grade: str | None = None
    version: int | None = None


Deed = Callable[[Work, Opinion, Form], None]


def perform(work: Work, opinion: Opinion, action: Action, form: Form | None = None) -> Opinion:
    """Do it; the opinion as it is afterwards. A step whose key came before is done already.

    Raises lifecycle.RefusedError where it is not possible now, MissingError where the form lacks
    something.
    """
    opinion = lifecycle.locked(work.session, opinion)
    if work.key and lifecycle.by_key(work.session, work.key):
        return opinion
    form = form or Form()
    deed = _DEEDS.get(action)
    if deed is None or form.version not in (None, opinion.version):
        lifecycle.refuse(work.session, opinion, work.actor)
    lifecycle.check(work.session, opinion, action, work.actor)
    deed(work, opinion, form)
    work.session.flush()
    return opinion


def _sort(work: Work, opinion: Opinion, form: Form) -> None:
    right = Correction(form.topic, form.place, form.level, form.transcript)
    triage.sort(work, opinion, right)
    if form.unit:
        to = assignment.assignment(opinion, form.unit, form.division)
        assignment.assign(replace(work, key=None), opinion, to)


def _assign(work: Work, opinion: Opinion, form: Form) -> None:
    to = assignment.assignment(opinion, form.unit, form.division)
    assignment.assign(work, opinion, to, form.note)


def _transfer(work: Work, opinion: Opinion, form: Form) -> None:
    to = assignment.assignment(opinion, form.unit, form.division) if form.unit else None
    assignment.transfer(work, opinion, to, form.note or form.reason)


def _evaluate(work: Work, opinion: Opinion, form: Form) -> None:
    if form.grade not in set(Grade):
        raise MissingError("grade")
    closing.evaluate(work, opinion, Grade(form.grade), form.reason)


_DEEDS: dict[Action, Deed] = {
    Action.SORT: _sort,
    Action.ASSIGN: _assign,
    Action.TRANSFER: _transfer,
    Action.RETURN: lambda w, o, f: triage.send_back(w, o, f.reason),
    Action.MERGE: lambda w, o, f: triage.merge(w, o, f.into),
    Action.DECLINE: lambda w, o, f: triage.decline(w, o, f.reason, f.guidance),
    Action.CLAIM: lambda w, o, _: handling.claim(w, o),
    Action.RELEASE: lambda w, o, f: handling.release(w, o, f.reason),
    Action.PROGRESS: lambda w, o, f: handling.progress(w, o, f.words, f.note),
    Action.ASK: lambda w, o, f: handling.ask(w, o, f.words),
    Action.PROPOSE: lambda w, o, f: handling.propose(w, o, f.reason),
    Action.ANSWER: lambda w, o, f: handling.answer(w, o, f.words),
    Action.SUGGEST: lambda w, o, f: handling.suggest(w, o, f.title, f.words),
    Action.EVALUATE: _evaluate,
    Action.CLOSE: lambda w, o, f: closing.close(w, o, f.note),
    Action.LOOK_BACK: lambda w, o, f: closing.look_back(w, o, f.words or f.note),
    Action.SUPPLEMENT: lambda w, o, f: resident_requests.supplement(w, o, f.words),
    Action.URGE: lambda w, o, f: resident_requests.urge(w, o, f.words),
    Action.WITHDRAW: lambda w, o, f: resident_requests.withdraw(w, o, f.reason or f.words),
}
DEEDS = tuple(_DEEDS)
"""What people can ask for; the rest only the clock does, or follows from these."""
