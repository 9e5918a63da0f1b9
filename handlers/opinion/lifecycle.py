"""The life of an opinion: who may do what in which state, and the trace that every step leaves."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache, reduce
from operator import or_
from typing import NoReturn

from sqlmodel import Session, col, select
from statemachine import State, StateMachine
from statemachine.transition import Transition
from statemachine.transition_list import TransitionList

from data.record.account import Role
from data.record.opinion import Opinion, OpinionEvent, OpinionState
from handlers.opinion.actor import Actor


class Action(StrEnum):
    """What can be done to an opinion."""

    SORT = "sort"
    ASSIGN = "assign"
    CLAIM = "claim"
    RELEASE = "release"
    PROGRESS = "progress"
    ASK = "ask"
    PROPOSE = "propose"
    ANSWER = "answer"
    TRANSFER = "transfer"
    RETURN = "return"
    MERGE = "merge"
    DECLINE = "decline"
    SUGGEST = "suggest"
    EVALUATE = "evaluate"
    REOPEN = "reopen"
    CLOSE = "close"
    LOOK_BACK = "look_back"
    SUPPLEMENT = "supplement"
    URGE = "urge"
    WITHDRAW = "withdraw"
    REMIND = "remind"
    ESCALATE = "escalate"


def _staying(states: Iterable[State], cond: str) -> TransitionList:
    """A step that leaves the state as it is."""
    found: TransitionList = reduce(or_, (state.to(state, cond=cond) for state in states))
    return found


class Lifecycle(StateMachine):
    """States and steps. `cond` names the roles that may take a step; the city may do whatever
    staff may. The diagram of this class is docs/lifecycle.md."""

    validate_final_reachability = False
    """A closed opinion can be looked back at for ever."""

    received = State(value=OpinionState.RECEIVED, initial=True)
    sorted = State(value=OpinionState.SORTED)
    assigned = State(value=OpinionState.ASSIGNED)
    handling = State(value=OpinionState.HANDLING)
    transferred = State(value=OpinionState.TRANSFERRED)
    suggested = State(value=OpinionState.SUGGESTED)
    returned = State(value=OpinionState.RETURNED)
    answered = State(value=OpinionState.ANSWERED)
    evaluated = State(value=OpinionState.EVALUATED)
    closed = State(value=OpinionState.CLOSED)
    merged = State(value=OpinionState.MERGED, final=True)
    declined = State(value=OpinionState.DECLINED, final=True)
    withdrawn = State(value=OpinionState.WITHDRAWN, final=True)

    _unsorted = (received, returned)
    _desk = (received, returned, sorted)
    _handled = (assigned, handling)
    _open = (received, returned, sorted, assigned, handling, transferred, suggested)

    sort = sorted.from_(*_desk, cond="staff or clock")
    assign = assigned.from_(*_desk, cond="staff or clock")
    claim = handling.from_(*_desk, *_handled, cond="representative")
    release = sorted.from_(handling, cond="representative or clock")
    progress = handling.from_(*_handled, cond="unit or representative or staff") | (
        transferred.to(transferred, cond="platform or unit or staff")
    )
    ask = handling.from_(*_handled, cond="unit or representative or staff")
    propose = handling.to(handling, cond="representative")
    answer = answered.from_(
        *_handled, suggested, cond="unit or representative or staff"
    ) | transferred.to(answered, cond="platform or unit or staff")
    transfer = transferred.from_(*_desk, *_handled, cond="staff or clock")
    return_ = returned.from_(
        sorted, *_handled, cond="unit or representative or staff"
    ) | transferred.to(returned, cond="platform or staff")
    merge = merged.from_(*_desk, *_handled, cond="staff")
    decline = declined.from_(*_desk, cond="staff")
    suggest = suggested.from_(*_desk, *_handled, cond="representative")
    evaluate = answered.to(evaluated, cond="resident or staff")
    reopen = answered.to(returned, cond="resident or staff")
    close = closed.from_(answered, evaluated, cond="staff or clock")
    look_back = closed.to(closed, cond="staff or representative")
    withdraw = withdrawn.from_(*_open, cond="resident or staff")
    supplement = _staying(_open, cond="resident or staff")
    urge = _staying(_open, cond="resident or staff")
    remind = _staying(_open, cond="clock")
    escalate = _staying(_open, cond="clock")


@dataclass(frozen=True, slots=True)
class Move:
    """Where a step leads, and whose it is."""

    target: OpinionState
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody does, and when: `resident` and `staff` are the words for either side, `key`
    the sender's own id of it."""

    action: Action
    actor: Actor
    at: datetime
    resident: str | None = None
    staff: str | None = None
    key: str | None = None


@cache
def moves() -> dict[tuple[OpinionState, Action], Move]:
    """The steps of Lifecycle as a table: a machine made anew for each would take most of a
    filing's time. A test compares the two, step by step."""
    return {
        (OpinionState(state.value), Action(str(event).rstrip("_"))): Move(
            OpinionState(transition.target.value), _roles(transition)
        )
        for state in Lifecycle.states
        for transition in state.transitions
        for event in transition.events
        if transition.target
    }


def _roles(transition: Transition) -> frozenset[Role]:
    named = {name for spec in transition.cond for name in str(spec.func).split(" or ")}
    roles = {Role(name) for name in named}
    return frozenset(roles | {Role.CITY} if Role.STAFF in roles else roles)


@dataclass(frozen=True, slots=True)
class Happened:
    """What was done last, by whom and when; it outlives the transaction."""

    action: str
    actor: str
    at: datetime


class RefusedError(Exception):
    """A step that is not possible now. `possible` are the actor's steps in this state, `last` is
    what was done before, so that people hear what happened."""

    def __init__(
        self, state: OpinionState, possible: tuple[Action, ...], last: Happened | None
    ) -> None:
        super().__init__(f"not possible in {state}")
        self.state = state
        self.possible = possible
        self.last = last


def possible(opinion: Opinion, actor: Actor) -> tuple[Action, ...]:
    """What this actor may do with the opinion now, in the order of Action."""
    return tuple(
        action
        for action in Action
        if (move := moves().get((opinion.state, action))) and actor.role in move.roles
    )


def locked(session: Session, opinion: Opinion) -> Opinion:
    """The opinion as it is now, and nobody else's until this transaction ends."""
    return session.exec(
        select(Opinion)
        .where(Opinion.id == opinion.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def check(session: Session, opinion: Opinion, action: Action, actor: Actor) -> Move:
    """The step that this would be. Raises RefusedError."""
    move = moves().get((opinion.state, action))
    if not move or actor.role not in move.roles:
        refuse(session, opinion, actor)
    return move


def refuse(session: Session, opinion: Opinion, actor: Actor) -> NoReturn:
    """Say what happened, and what the actor can do instead. Raises RefusedError."""
    raise RefusedError(opinion.state, possible(opinion, actor), happened(session, opinion))


def happened(session: Session, opinion: Opinion) -> Happened | None:
    """The newest step, as a value."""
    event = last(session, opinion)
    return Happened(event.action, event.actor, event.at) if event else None


def act(session: Session, opinion: Opinion, step: Step) -> OpinionEvent:
    """Take a step and leave its trace. The opinion is `locked` before. Raises RefusedError."""
    move = check(session, opinion, step.action, step.actor)
    before, opinion.state = opinion.state, move.target
    opinion.version += 1
    event = OpinionEvent(
        opinion=opinion,
        version=opinion.version,
        at=step.at,
        actor=step.actor.trace,
        action=step.action,
        key=step.key,
        state_from=before,
        state_to=move.target,
        words_resident=step.resident,
        words_staff=step.staff,
    )
    session.add(opinion)
    session.add(event)
    return event


def last(session: Session, opinion: Opinion) -> OpinionEvent | None:
    """The newest step."""
    return session.exec(
        select(OpinionEvent)
        .where(OpinionEvent.opinion_id == opinion.id)
        .order_by(col(OpinionEvent.id).desc())
        .limit(1)
    ).first()


def by_key(session: Session, key: str) -> OpinionEvent | None:
    """The step that a sender already sent with this id."""
    return session.exec(select(OpinionEvent).where(OpinionEvent.key == key)).first()
