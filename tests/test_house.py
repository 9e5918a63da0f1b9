"""The house: an import only ever goes down, and a file is one noun."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "bot": {"bot", "handlers", "nlu", "speech", "data"},
    "handlers": {"handlers", "nlu", "data"},
    "nlu": {"nlu", "data"},
    "speech": {"speech"},
    "data": {"data"},
}
LONGEST_FILE = 300


def files(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imports(path: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports relatively"
            yield node.lineno, node.module or ""


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_imports_go_down(room: str) -> None:
    assert files(room)
    for path in files(room):
        for line, module in imports(path):
            top = module.split(".")[0]
            assert top not in MAY_IMPORT or top in MAY_IMPORT[room], f"{path}:{line}: {module}"
            assert top != "tests", f"{path}:{line} imports the tests"


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_file_is_one_noun(room: str) -> None:
    for path in files(room):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= LONGEST_FILE, f"{path} has {lines} lines: which second noun lives in it?"


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_every_file_says_what_it_is(room: str) -> None:
    for path in files(room):
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path
