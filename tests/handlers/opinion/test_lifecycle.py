"""The declared state machine, its table, its diagram, and that nobody can act out of turn."""

import itertools
import threading
from types import SimpleNamespace

import pytest
from sqlalchemy.exc import DatabaseError
from sqlmodel import text
from statemachine.exceptions import TransitionNotAllowed

from data.record.account import Role
from data.record.opinion import ENDED, OPEN, SETTLED, OpinionState
from handlers.opinion.actor import STAFF_ROLES
from handlers.opinion.errors import MissingError
from handlers.opinion.lifecycle import Action, Lifecycle, RefusedError, moves
from tests.support.loop import LAMP, STAFF, UNIT, World


def played(state: OpinionState, role: Role) -> Lifecycle:
    """The machine with somebody at it, for the library itself to judge."""
    roles = {each.value: each is role for each in Role}
    roles["staff"] = role in STAFF_ROLES
    return Lifecycle(SimpleNamespace(state=None, **roles), start_value=state)


@pytest.mark.parametrize("role", Role)
def test_the_table_is_what_the_machine_does(role: Role) -> None:
    for state in OpinionState:
        for action in Action:
            machine = played(state, role)
            event = next((e for e in machine.events if e.id.rstrip("_") == action), None)
            try:
                if event is None:
                    raise TransitionNotAllowed(action, machine.configuration)  # type: ignore[arg-type]
                machine.send(event.id)
                reached = OpinionState(machine.configuration_values.pop())
            except TransitionNotAllowed:
                reached = None
            move = moves().get((state, action))
            expected = move.target if move and role in move.roles else None
            assert reached == expected, f"{role} {action} in {state}"


def test_every_action_is_possible_somewhere() -> None:
    assert {action for _, action in moves()} == set(Action)


def test_every_step_leaves_its_trace(world: World) -> None:
    code = world.file()
    world.do(UNIT, "progress", code, words="已派人去看")
    world.do(UNIT, "answer", code, words="灯已换好")
    events = world.events(code)
    assert [event.action for event in events] == ["file", "assign", "progress", "answer"]
    assert [event.actor for event in events] == ["resident", "clock", "unit:城管科", "unit:城管科"]
    for before, after in itertools.pairwise(events):
        assert before.state_to == after.state_from
    assert events[-1].state_to == world.opinion(code).state == OpinionState.ANSWERED
    assert world.opinion(code).version == 3


@pytest.mark.parametrize(
    "step", ["UPDATE opinion_event SET action = 'x'", "DELETE FROM opinion_event"]
)
def test_the_database_itself_keeps_the_trace(world: World, step: str) -> None:
    world.file()
    with (
        pytest.raises(DatabaseError, match="only ever added"),
        world.database.transaction() as session,
    ):
        session.connection().execute(text(step))


def test_who_comes_second_hears_what_happened(world: World) -> None:
    code = world.file()
    one, two = world.deputy("甲"), world.deputy("乙")
    world.do(one, "claim", code)
    with pytest.raises(RefusedError) as refused:
        world.do(two, "claim", code)
    assert refused.value.state is OpinionState.HANDLING
    assert refused.value.last is not None
    assert (refused.value.last.action, refused.value.last.actor) == ("claim", one.trace)


def test_a_step_decided_on_an_old_view_is_refused(world: World) -> None:
    code = world.file()
    seen = world.opinion(code).version
    world.do(UNIT, "progress", code, words="在办", version=seen)
    with pytest.raises(RefusedError):
        world.do(STAFF, "return", code, reason="不是我们", version=seen)


def test_of_many_at_once_one_wins(world: World) -> None:
    code = world.file()
    deputies = [world.deputy(f"代表{n}") for n in range(6)]
    won: list[str] = []
    lost: list[RefusedError] = []

    def run(number: int) -> None:
        try:
            world.do(deputies[number], "claim", code)
            won.append(deputies[number].trace)
        except RefusedError as error:
            lost.append(error)

    threads = [threading.Thread(target=run, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert len(lost) == 5
    assert world.actions(code).count("claim") == 1


def test_a_step_that_arrives_twice_is_taken_once(world: World) -> None:
    code = world.file()
    for _ in range(2):
        world.do(UNIT, "progress", code, key="event-1", words="在办")
    assert world.actions(code).count("progress") == 1


def test_nothing_is_left_of_a_deed_that_lacks_something(world: World) -> None:
    code = world.file()
    with pytest.raises(MissingError):
        world.do(UNIT, "answer", code, words="  ")
    assert world.opinion(code).state is OpinionState.ASSIGNED
    assert world.actions(code) == ["file", "assign"]


def test_who_may_not_is_told_what_is_possible(world: World) -> None:
    code = world.file(LAMP)
    with pytest.raises(RefusedError) as refused:
        world.do(UNIT, "merge", code, into="x")
    assert Action.ANSWER in refused.value.possible
    assert Action.MERGE not in refused.value.possible


def test_the_named_sets_of_states_are_what_the_machine_lets_happen() -> None:
    leads_to = {
        state: {move.target for (before, _), move in moves().items() if before is state}
        for state in OpinionState
    }
    assert set(OPEN) == {state for state in OpinionState if (state, Action.URGE) in moves()}
    assert set(ENDED) == {state for state, targets in leads_to.items() if targets <= {state}}
    assert set(SETTLED) == {state for state, targets in leads_to.items() if targets <= set(ENDED)}
