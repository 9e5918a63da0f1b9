"""The house, as far as import-linter does not hold it: sizes, docstrings, a name for one thing."""

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("bot", "handlers", "nlu", "speech", "data")
LONGEST_FILE = 300
MOST_FILES = 15
A_LOG = ROOT / "data" / "migrations" / "versions"
"""Migrations come one after the other, and none ever goes."""


def python(room: str) -> list[Path]:
    found = sorted((ROOT / room).rglob("*.py"))
    assert found
    return found


def written(room: str) -> list[Path]:
    """What somebody wrote and others have to read."""
    return [
        path
        for suffix in ("py", "js", "css", "html")
        for path in sorted((ROOT / room).rglob(f"*.{suffix}"))
        if "node_modules" not in path.parts
    ]


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("room", [*ROOMS, "tests"])
def test_a_file_is_one_noun(room: str) -> None:
    for path in written(room):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        assert lines <= LONGEST_FILE, f"{path} has {lines} lines: which second noun lives in it?"


@pytest.mark.parametrize("room", [*ROOMS, "tests"])
def test_a_folder_can_be_looked_over(room: str) -> None:
    files: dict[Path, list[str]] = defaultdict(list)
    for path in (ROOT / room).rglob("*"):
        kept = not {"__pycache__", "node_modules", "artefacts"} & set(path.parts)
        if path.is_file() and kept and path.name != "__init__.py":
            files[path.parent].append(path.name)
    assert files
    for folder, names in files.items():
        assert len(names) <= MOST_FILES or folder == A_LOG, f"{folder}: {len(names)} files"


@pytest.mark.parametrize("room", [*ROOMS, "tests"])
def test_every_file_says_what_it_is(room: str) -> None:
    for path in python(room):
        module = parsed(path)
        assert ast.get_docstring(module) or not module.body, path


def classes() -> Iterator[tuple[str, Path]]:
    for room in ROOMS:
        for path in python(room):
            for node in ast.walk(parsed(path)):
                if isinstance(node, ast.ClassDef):
                    yield node.name, path


def test_a_class_name_stands_once() -> None:
    found = defaultdict(list)
    for name, path in classes():
        found[name].append(str(path.relative_to(ROOT)))
    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}


def test_imports_are_whole_and_never_of_tests() -> None:
    """What import-linter does not see: a relative import, and the tests, which are no room."""
    for room in ROOMS:
        for path in python(room):
            for node in ast.walk(parsed(path)):
                if isinstance(node, ast.ImportFrom):
                    assert node.level == 0, f"{path}:{node.lineno} imports relatively"
                    assert (node.module or "").split(".")[0] != "tests", path
