"""The page of the lifecycle: up to date, and whole."""

from data.record.opinion import OpinionState
from handlers.opinion import diagram
from handlers.opinion.lifecycle import Action, moves
from tests.conftest import ROOT


def test_the_diagram_is_up_to_date() -> None:
    found = (ROOT / "docs" / "lifecycle.md").read_text(encoding="utf-8")
    assert found == diagram.page(), "run make lifecycle"


def test_the_picture_leaves_out_what_leads_nowhere_and_nothing_else() -> None:
    drawn = [line.split() for line in diagram.page().splitlines() if "-->" in line]
    arrows = {(parts[0], parts[2]) for parts in drawn if "[*]" not in parts}
    leading = {
        (str(before), str(move.target))
        for (before, _), move in moves().items()
        if before is not move.target
    }
    assert arrows == leading


def test_the_table_has_a_row_for_each_step_and_says_who_may_take_it() -> None:
    rows = [line for line in diagram.page().splitlines() if line.startswith("| ")]
    assert len(rows) == len(moves()) + 2, "and a head of two lines"
    move = moves()[OpinionState.ANSWERED, Action.EVALUATE]
    by = ", ".join(sorted(move.roles))
    assert f"| answered | evaluate | {move.target} | {by} |" in rows
