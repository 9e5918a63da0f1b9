"""The loop under steps in any order by anybody: what is declared happens, and nothing else."""

import itertools
import shutil
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text
from sqlmodel import Session, SQLModel, col, select

from data.database import open_database
from data.record.account import Role
from data.record.casework import Claim, Grade
from data.record.notice import Notice
from data.record.opinion import Opinion, OpinionEvent, OpinionState
from data.settings import Settings
from handlers.action import escalation
from handlers.action.perform import ACTIONS
from handlers.opinion.actor import CLOCK, PLATFORM, RESIDENT, Actor
from handlers.opinion.errors import MissingError
from handlers.opinion.lifecycle import Action, RefusedError, moves
from nlu.understander import Understander
from tests.support.loop import CITY, DISTRICT, LAMP, STAFF, UNIT, UNSURE, World
from tests.support.strategies import (
    ANY,
    AT_REST,
    BROUGHT,
    COMPLETE,
    KEYS,
    MOST,
    mine,
)

Row = tuple[Any, ...]


@dataclass(frozen=True)
class Stored:
    """Everything in the database, to be compared with what is there later."""

    rows: dict[str, list[Row]]
    opinions: dict[str, Opinion]
    events: list[OpinionEvent]


class Loop(RuleBasedStateMachine):
    """Opinions, those who deal with them, and a clock."""

    codes = Bundle("codes")

    def __init__(self, empty: Path, reader: Understander) -> None:
        super().__init__()
        self.folder = Path(mkdtemp(dir=empty.parent))
        home = shutil.copytree(empty, self.folder / "home")
        self.world = World(open_database(Settings(home=home)), reader)
        self.deputies = [self.world.deputy(name) for name in ("王代表", "李代表")]
        self.actors = [STAFF, CITY, UNIT, RESIDENT, PLATFORM, *self.deputies]
        self.used: set[str] = set()
        self.tried = 0
        """How often somebody acted since the clock went round: else it would go all the time."""

    def teardown(self) -> None:
        self.world.database.close()
        shutil.rmtree(self.folder)

    @initialize(target=codes, brought=st.lists(BROUGHT, min_size=2, max_size=3))
    def begin(self, brought: list[tuple[str, str | None]]) -> MultipleResults[str]:
        return multiple(*(self.world.file(matter, station) for matter, station in brought))

    @precondition(lambda self: self.world.people < MOST)
    @rule(target=codes, brought=BROUGHT)
    def file(self, brought: tuple[str, str | None]) -> str:
        return self.world.file(*brought)

    @rule(code=codes, into=codes, form=COMPLETE, key=KEYS, data=st.data())
    def possible(
        self, code: str, into: str, form: dict[str, object], key: str | None, data: st.DataObject
    ) -> None:
        """What the table lists, with all that it needs."""
        state = self.world.opinion(code).state
        choices = {
            actor: actions
            for actor in self.actors
            if (actions := [a for a in ACTIONS if mine(moves().get((state, a)), actor)])
        }
        if not choices:
            return
        actor = data.draw(st.sampled_from(list(choices)))
        action = data.draw(st.sampled_from(choices[actor]))
        fault = self.do(actor, action, code, key, form | {"into": into})
        if isinstance(fault, MissingError):
            assert (action, fault.field) == (Action.MERGE, "into")
        elif fault:
            assert actor.role is Role.REPRESENTATIVE, "only who has not claimed it is refused"

    @rule(
        code=codes,
        into=st.none() | codes | st.just("00000000"),
        who=st.integers(0, 6),
        action=st.sampled_from(list(ACTIONS)),
        form=ANY,
        key=KEYS,
    )
    def anything(
        self,
        code: str,
        into: str | None,
        who: int,
        action: Action,
        form: dict[str, object],
        key: str | None,
    ) -> None:
        """Whatever somebody tries."""
        self.do(self.actors[who], action, code, key, form | {"into": into})

    @rule(code=codes, who=st.sampled_from([0, 1]))
    def claim(self, code: str, who: int) -> None:
        """Often, for much hangs on it: both deputies, a clock, and the desk meanwhile."""
        self.do(self.deputies[who], Action.CLAIM, code, None, {})

    @precondition(lambda self: self.tried)
    @rule(hours=st.sampled_from([1, 6, 24, 72, 240]))
    def time_passes(self, hours: int) -> None:
        """The clock goes round; once more at the same moment, it finds nothing to do."""
        self.tried = 0
        self.world.now += timedelta(hours=hours)
        before = self.stored()
        escalation.go_round(self.world.database, self.world.now)
        after = self.stored()
        self.check_steps(CLOCK, after.events[len(before.events) :])
        assert escalation.go_round(self.world.database, self.world.now) == 0
        assert self.stored().rows == after.rows

    def do(
        self, actor: Actor, action: Action, code: str, key: str | None, form: dict[str, object]
    ) -> Exception | None:
        """Somebody acts; how it was refused, if it was."""
        self.tried += 1
        before = self.stored()
        opinion = before.opinions[code]
        known = ACTIONS[action].model_fields
        form = {name: value for name, value in form.items() if name in known and value is not None}
        try:
            self.world.do(actor, action, code, key, **form)
        except (RefusedError, MissingError) as fault:
            assert self.stored().rows == before.rows, "a refused step left something"
            return fault
        after = self.stored()
        if key in self.used:
            assert after.rows == before.rows, "a step that came before was taken again"
            return None
        self.used |= {key} if key else set()
        move = moves()[opinion.state, action]
        steps = after.events[len(before.events) :]
        assert actor.role in move.roles
        assert steps, "a step left no trace"
        assert {step.opinion_id for step in steps} == {opinion.id}
        first = steps[0]
        if action is Action.EVALUATE and first.action == Action.REOPEN:
            assert form["grade"] == Grade.DISSATISFIED
            assert not opinion.reopened
        else:
            assert (first.action, first.state_to) == (action, move.target)
        assert (first.actor, first.key) == (actor.trace, key)
        self.check_steps(actor, steps[:1])
        assert {**states(before), code: steps[-1].state_to} == states(after)
        return None

    def check_steps(self, actor: Actor, steps: list[OpinionEvent]) -> None:
        """Each is one that the table knows, by somebody whose it is."""
        for step in steps:
            assert step.state_from
            move = moves()[step.state_from, Action(step.action)]
            assert step.state_to == move.target
            assert actor.role in move.roles
            assert step.actor == actor.trace

    def stored(self) -> Stored:
        with self.world.database.reading() as session:
            rows = {
                name: [
                    tuple(r) for r in session.connection().execute(text(f"SELECT * FROM {name}"))
                ]
                for name in SQLModel.metadata.tables
                if name != "station"
            }
            opinions = {opinion.code: opinion for opinion in session.exec(select(Opinion))}
            return Stored(rows, opinions, all_events(session))

    @invariant()
    def holds_together(self) -> None:
        """What is always true, whatever was done."""
        with self.world.database.reading() as session:
            opinions = {each.id: each for each in session.exec(select(Opinion))}
            events = all_events(session)
            claims = session.exec(select(Claim).where(col(Claim.ended_at).is_(None))).all()
            keys = session.exec(select(Notice.key)).all()
        for opinion in opinions.values():
            own = [event for event in events if event.opinion_id == opinion.id]
            assert own[0].state_from is None
            for one, next_one in itertools.pairwise(own):
                assert one.state_to == next_one.state_from
            assert own[-1].state_to == opinion.state
            assert opinion.version == len(own) - 1
            if opinion.state in AT_REST:
                assert opinion.tick_at is None
            held = [claim.representative_id for claim in claims if claim.opinion_id == opinion.id]
            if opinion.state is OpinionState.SUGGESTED:
                assert not held
            else:
                assert held == ([opinion.representative_id] if opinion.representative_id else [])
            assert (opinion.merged_into_id is not None) == (opinion.state is OpinionState.MERGED)
            check_end(opinion, opinions)
        assert max(Counter(keys).values(), default=1) == 1


def states(stored: Stored) -> dict[str, OpinionState]:
    return {code: opinion.state for code, opinion in stored.opinions.items()}


def all_events(session: Session) -> list[OpinionEvent]:
    return list(session.exec(select(OpinionEvent).order_by(col(OpinionEvent.id))))


def check_end(opinion: Opinion, opinions: dict[int | None, Opinion]) -> None:
    """Following what it was merged into comes to an end."""
    passed = {opinion.id}
    while opinion.merged_into_id is not None:
        opinion = opinions[opinion.merged_into_id]
        assert opinion.id not in passed
        passed.add(opinion.id)


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A home that was migrated once, to be copied for each run of the machine."""
    home = tmp_path / "empty"
    open_database(Settings(home=home)).close()
    return home


def test_whatever_is_done_the_loop_holds_together(empty: Path, reader: Understander) -> None:
    run_state_machine_as_test(
        lambda: Loop(empty, reader),
        settings=settings(
            max_examples=35,
            stateful_step_count=30,
            deadline=None,
            database=None,
            phases=[Phase.generate],  # to shrink takes minutes: the clock's last steps tell
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_the_county_s_own_matter_is_told_once_when_late(world: World) -> None:
    code = world.file(LAMP, DISTRICT)
    world.later(days=60)
    escalation.go_round(world.database, world.now)
    assert world.actions(code)[-1] == "escalate"
    told = [notice for notice in world.notices(code, "station") if notice.address == DISTRICT]
    assert told


def test_a_silent_claim_on_what_no_unit_has_goes_back_to_the_desk(world: World) -> None:
    code = world.file(UNSURE)
    world.do(world.deputy(), "claim", code)
    world.later(days=20)
    escalation.go_round(world.database, world.now)
    assert world.actions(code)[-1] == "release"
    assert world.opinion(code).representative_id is None


def test_a_claim_does_not_outlive_a_transfer(world: World) -> None:
    code = world.file(LAMP)
    world.do(world.deputy(), "claim", code)
    world.do(STAFF, "transfer", code, unit="C-EDU", note="区里的事")
    world.later(days=20)
    escalation.go_round(world.database, world.now)
    assert world.opinion(code).state is OpinionState.TRANSFERRED
