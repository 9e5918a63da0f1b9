"""Opinions as the API shows them."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session

from data.record.account import Role
from data.record.opinion import Opinion, OpinionEvent, OpinionState
from data.reference.matter import topics
from handlers.opinion import lifecycle, masking, proposal
from handlers.opinion.actor import Actor
from handlers.opinion.lifecycle import Action


class Event(BaseModel):
    """One step. `words` are what the resident was told, `note` what colleagues wrote."""

    at: datetime
    actor: str
    action: str
    state_from: OpinionState | None
    state_to: OpinionState
    words: str | None
    note: str | None


class TopicOut(BaseModel):
    """A topic, first the one that holds, then what else the machine thought of."""

    code: str
    name: str
    path: list[str]
    confidence: float | None = None


class PlaceOut(BaseModel):
    """Where it is: an official division, and the place in words."""

    code: str | None
    name: str | None
    spot: str | None


class Duty(BaseModel):
    """Whose job it is, or may be, and why."""

    level: str | None
    unit: str | None
    unit_code: str | None = None
    division: str | None = None
    confidence: float | None = None
    reasons: list[str] = []


class Summary(BaseModel):
    """One line of a list."""

    code: str
    state: OpinionState
    matter: str
    place: str | None
    topic: str | None
    unit: str | None
    station: str | None
    urgent: str | None
    filed_at: datetime
    due_at: datetime | None
    urged: int


class OpinionOut(Summary):
    """The whole of an opinion. `possible` is what the caller may do with it now."""

    model_config = ConfigDict(json_schema_extra={"description": "An opinion with its history"})

    version: int
    place: PlaceOut  # type: ignore[assignment]
    topics: list[TopicOut]
    jurisdiction: Duty
    proposals: list[Duty]
    reporter: str | None
    phone: str | None
    merged_into: str | None
    events: list[Event]
    possible: list[Action]


class Last(BaseModel):
    """What was done before a refused step."""

    action: str
    actor: str
    at: datetime


class Refusal(BaseModel):
    """Why a step was refused; for 409 with what is possible instead."""

    code: str
    words: str
    field: str | None = None
    state: OpinionState | None = None
    possible: list[Action] | None = None
    last: Last | None = None
    errors: list[dict[str, Any]] | None = None


class ErrorOut(BaseModel):
    """Every refusal of ours."""

    detail: Refusal


def summary(opinion: Opinion) -> Summary:
    """The short form."""
    return Summary(**_brief(opinion), place=opinion.place_name)


def whole(session: Session, opinion: Opinion, actor: Actor) -> OpinionOut:
    """The long form, with personal data only for whom it is."""
    proposed = proposal.load(opinion.proposal)
    into = session.get(Opinion, opinion.merged_into_id) if opinion.merged_into_id else None
    return OpinionOut(
        **_brief(opinion),
        version=opinion.version,
        place=PlaceOut(code=opinion.place_code, name=opinion.place_name, spot=opinion.spot),
        topics=_topics(opinion, proposed),
        jurisdiction=Duty(
            level=opinion.level,
            unit=opinion.unit,
            unit_code=opinion.unit_code,
            division=opinion.unit_division,
            confidence=proposed.duties[0].confidence if proposed.duties else None,
            reasons=list(proposed.duties[0].reasons) if proposed.duties else [],
        ),
        proposals=[
            Duty(
                level=duty.level,
                unit=duty.unit,
                division=duty.division,
                confidence=duty.confidence,
                reasons=list(duty.reasons),
            )
            for duty in proposed.duties
        ],
        reporter=opinion.reporter if actor.is_staff else masking.name(opinion.reporter),
        phone=opinion.phone if actor.is_staff else masking.phone(opinion.phone),
        merged_into=into.code if into else None,
        events=[_event(event, actor) for event in opinion.events],
        possible=list(lifecycle.possible(opinion, actor)),
    )


def _brief(opinion: Opinion) -> dict[str, Any]:
    return {
        "code": opinion.code,
        "state": opinion.state,
        "matter": opinion.matter,
        "topic": opinion.topic_name,
        "unit": opinion.unit,
        "station": opinion.station_code,
        "urgent": opinion.urgent,
        "filed_at": opinion.filed_at,
        "due_at": opinion.due_at,
        "urged": opinion.urged,
    }


def _topics(opinion: Opinion, proposed: proposal.Proposal) -> list[TopicOut]:
    node = topics.load().by_code.get(opinion.topic_code or "")
    first = [TopicOut(code=node.code, name=node.name, path=list(node.path))] if node else []
    others = [
        TopicOut(code=t.code, name=t.name, path=list(t.path), confidence=round(t.confidence, 3))
        for t in proposed.topics
    ]
    for other in others:
        if first and other.code == first[0].code:
            first[0].confidence = other.confidence
    return first + [other for other in others if not first or other.code != first[0].code]


def _event(event: OpinionEvent, actor: Actor) -> Event:
    resident = actor.role is Role.RESIDENT
    return Event(
        at=event.at,
        actor=event.actor.split(":")[0] if resident else event.actor,
        action=event.action,
        state_from=event.state_from,
        state_to=event.state_to,
        words=event.words_resident,
        note=None if resident else event.words_staff,
    )
