"""The page docs/lifecycle.md, drawn from the declaration: `make lifecycle`."""

from handlers.opinion.lifecycle import Lifecycle, moves

_HEAD = """# The life of an opinion

Drawn from `handlers/opinion/lifecycle.py` by `make lifecycle`; a test fails when it is out of date.
In brackets stands who may take the step; the city may do whatever staff may.
"""


def page() -> str:
    """The whole page: the diagram without steps that lead back to their state, and every step."""
    drawn = [line for line in f"{Lifecycle:mermaid}".splitlines() if not _stays(line)]
    rows = [
        f"| {state} | {action} | {move.target} | {', '.join(sorted(move.roles))} |"
        for (state, action), move in moves().items()
    ]
    table = ["| in | step | leads to | by |", "| --- | --- | --- | --- |", *rows]
    return "\n".join([_HEAD, "```mermaid", *drawn, "```", "", *table, ""])


def _stays(line: str) -> bool:
    parts = line.split()
    return "-->" in parts and parts[0] == parts[2]


if __name__ == "__main__":
    print(page(), end="")
