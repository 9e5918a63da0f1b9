"""The table of actions in docs/api.md, made from their payload classes: `make api`."""

import inspect
import sys
from enum import StrEnum
from pathlib import Path

from data.record.account import Role
from data.record.casework import Grade
from handlers.action.payload import FieldKind, Part, Payload, parts
from handlers.action.perform import ACTIONS
from handlers.opinion.lifecycle import moves
from nlu.understanding import Level

BEGIN = "<!-- Made by `make api` from handlers/action/; a test fails when it is out of date. -->\n"
END = "<!-- Here the table ends. -->\n"
_RESIDENT, _COLLEAGUES, _CODE = "the resident reads it", "colleagues read it", "a code"
_MEANT: dict[FieldKind, str | type[StrEnum]] = {
    FieldKind.FOR_RESIDENT: _RESIDENT,
    FieldKind.FOR_COLLEAGUES: _COLLEAGUES,
    FieldKind.FROM_RESIDENT: f"the resident's words; {_COLLEAGUES}",
    FieldKind.REASON: _COLLEAGUES,
    FieldKind.REASON_TOLD: _RESIDENT,
    FieldKind.GUIDANCE: _RESIDENT,
    FieldKind.TITLE: _RESIDENT,
    FieldKind.SUGGESTION: "the deputy's text",
    FieldKind.TRANSCRIPT: _COLLEAGUES,
    FieldKind.TOPIC: _CODE,
    FieldKind.PLACE: _CODE,
    FieldKind.UNIT: _CODE,
    FieldKind.DIVISION: _CODE,
    FieldKind.OPINION: _CODE,
    FieldKind.LEVEL: Level,
    FieldKind.GRADE: Grade,
}


def table() -> str:
    """A row for each action that people can ask for."""
    head = ["| action | what it does | needs | may have | by |", "| --- | --- | --- | --- | --- |"]
    return "\n".join([*head, *(_row(kind) for kind in ACTIONS.values()), ""])


def page(given: str) -> str:
    """The page with its table made anew. Raises ValueError where it has no place for one."""
    before, begin, rest = given.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise ValueError("the page has no place for the table")
    return f"{before}{BEGIN}{table()}{END}{after}"


def _row(kind: type[Payload]) -> str:
    does = " ".join((inspect.getdoc(kind) or "").split())
    needs = _fields([part for part in parts(kind) if part.needed])
    may_have = _fields([part for part in parts(kind) if not part.needed])
    taking = [move.roles for (_, action), move in moves().items() if action is kind.action]
    by = ", ".join(role for role in Role if role is not Role.CLOCK and role in set().union(*taking))
    return f"| `{kind.action}` | {does} | {needs} | {may_have} | {by} |"


def _fields(found: list[Part]) -> str:
    return ", ".join(f"`{part.name}` ({_meant(part)})" for part in found)


def _meant(part: Part) -> str:
    meant = _MEANT[part.kind]
    return meant if isinstance(meant, str) else ", ".join(f"`{each}`" for each in meant)


if __name__ == "__main__":
    target = Path(sys.argv[1])
    target.write_text(page(target.read_text(encoding="utf-8")), encoding="utf-8")
