"""The desk: correcting what the machine thought, sending back, merging, declining."""

from dataclasses import replace
from typing import Annotated

from sqlmodel import col, update

from data.record.lesson import Lesson, LessonSource
from data.record.opinion import ENDED, Opinion
from data.reference.matter import topics
from data.reference.place import divisions
from handlers.action import assignment, claim
from handlers.action.context import ActionContext
from handlers.action.payload import (
    ColleagueText,
    DivisionCode,
    FieldKind,
    Guidance,
    OpinionCode,
    Payload,
    PlaceCode,
    Reason,
    ReasonTold,
    ResidentText,
    TopicCode,
    Transcript,
    UnitCode,
)
from handlers.message import notice_text as words
from handlers.notification import outbox
from handlers.opinion import lookup
from handlers.opinion.errors import MissingError
from handlers.opinion.lifecycle import Action
from nlu.understanding import Level


class SortPayload(Payload):
    """Put right what the machine thought (梳理); what is left out stays. With a unit it is assigned
    at once."""

    action = Action.SORT
    topic: TopicCode | None = None
    place: PlaceCode | None = None
    level: Annotated[Level | None, FieldKind.LEVEL] = None
    transcript: Transcript | None = None
    unit: UnitCode | None = None
    division: DivisionCode | None = None

    def take(self, acting: ActionContext, opinion: Opinion) -> None:
        """Raises MissingError for what is in no table."""
        sort(acting, opinion, self)
        if self.unit:
            to = assignment.assignment(opinion, self.unit, self.division)
            assignment.assign(replace(acting, key=None), opinion, to)


class ReturnPayload(Payload):
    """The wrong unit: back to the desk (退回)."""

    action = Action.RETURN
    reason: Reason

    def take(self, acting: ActionContext, opinion: Opinion) -> None:
        """The resident hears nothing of it."""
        send_back(acting, opinion, self.reason)


class MergePayload(Payload):
    """The same trouble as another opinion (并案)."""

    action = Action.MERGE
    into: OpinionCode

    def take(self, acting: ActionContext, opinion: Opinion) -> None:
        """Raises MissingError where there is no such opinion to merge it into."""
        merge(acting, opinion, self.into)


class DeclinePayload(Payload):
    """Not for the station (不予受理): why, and where to go instead."""

    action = Action.DECLINE
    reason: ReasonTold
    guidance: Guidance

    def take(self, acting: ActionContext, opinion: Opinion) -> None:
        """The resident hears both."""
        decline(acting, opinion, self.reason, self.guidance)


def sort(acting: ActionContext, opinion: Opinion, right: SortPayload) -> None:
    """Take note of what it is (梳理). A corrected topic is kept for `xiaoqing learn`.

    Raises RefusedError, and MissingError for what is in no table.
    """
    changed = [
        *_topic(acting, opinion, right.topic),
        *_place(opinion, right.place),
        *_level(opinion, right.level),
        *_transcript(opinion, right.transcript),
    ]
    acting.act(opinion, Action.SORT, staff="；".join(changed) or None)


def send_back(acting: ActionContext, opinion: Opinion, reason: ColleagueText) -> None:
    """The wrong unit: back to the desk with a reason; the resident hears nothing of it."""
    claim.only_mine(acting, opinion)
    claim.end_claim(acting, opinion, Action.RETURN)
    event = acting.act(opinion, Action.RETURN, staff=words.RETURNED_BY.format(reason=reason))
    opinion.unit = opinion.unit_code = opinion.unit_division = None
    outbox.tell_station(acting.session, opinion, event, words.RETURNED_BY.format(reason=reason))


def merge(acting: ActionContext, opinion: Opinion, into: str) -> None:
    """The same trouble as another opinion: both residents hear its answer (并案)."""
    target = lookup.by_code(acting.session, into.replace(" ", ""))
    if not target or target.id == opinion.id or target.state in ENDED:
        raise MissingError("into")
    if not acting.actor.sees(acting.session, target):
        raise MissingError("into")
    claim.end_claim(acting, opinion, Action.MERGE)
    acting.act(opinion, Action.MERGE, resident=words.MERGED, staff=target.code)
    opinion.merged_into_id = target.id
    acting.session.exec(
        update(Opinion)
        .where(col(Opinion.merged_into_id) == opinion.id)
        .values(merged_into_id=target.id)
    )


def decline(
    acting: ActionContext, opinion: Opinion, reason: ResidentText, guidance: ResidentText
) -> None:
    """Not for the station: why, and where to go instead."""
    resident = words.DECLINED.format(reason=reason.rstrip("。"), guidance=guidance)
    acting.act(opinion, Action.DECLINE, resident=resident, staff=reason)


def _topic(acting: ActionContext, opinion: Opinion, code: str | None) -> list[str]:
    if not code or code == opinion.topic_code:
        return []
    node = topics.load().find(code)
    if not node:
        raise MissingError("topic")
    opinion.topic_code, opinion.topic_name = node.code, node.name
    acting.session.add(
        Lesson(
            source=LessonSource.CORRECTION,
            text=opinion.matter,
            topic_code=node.code,
        )
    )
    return ["/".join(node.path)]


def _place(opinion: Opinion, code: str | None) -> list[str]:
    if not code or code == opinion.place_code:
        return []
    division = divisions.load().get(code)
    if not division:
        raise MissingError("place")
    opinion.place_code, opinion.place_name = division.code, division.words
    return [division.words]


def _level(opinion: Opinion, level: Level | None) -> list[str]:
    if not level or level == opinion.level:
        return []
    opinion.level = level
    return [level]


def _transcript(opinion: Opinion, text: str | None) -> list[str]:
    if not text or text == opinion.matter:
        return []
    opinion.matter = text
    return [opinion.matter]
