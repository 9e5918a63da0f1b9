"""What the pages point at is there: links, files, modules, targets of make, tests, folders."""

import importlib
import re
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.docs.pages import GUIDES, PAGES, READMES, quoted, rows, text

ROOMS = ("bot", "handlers", "nlu", "speech", "data")
TOPS = (*ROOMS, "docs", "tests")
TO_BE_MADE = {"channels.md": "bot/channel/wechat/"}
"""Where a page tells how to add something, it names files that are not there yet."""
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = dict(re.findall(r"^([a-z%-]+):(.*)$", MAKEFILE, re.MULTILINE))
LISTED = {name for name, rest in TARGETS.items() if "## " in rest} - {"help"}
BENCHES = re.findall(
    r'^    "(\w+)": \(', (ROOT / "tests" / "bench" / "__main__.py").read_text("utf-8"), re.MULTILINE
)
# A line of the tree: two spaces more than its folder, then a name with a slash.
FOLDER = re.compile(r"^ {4}( *)(\w+)/ +(\S.*)$", re.MULTILINE)


def named(page: Path) -> str:
    return str(page.relative_to(ROOT))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_somewhere(page: Path) -> None:
    for label, target in re.findall(r"\[([^\]]*)\]\(([^)]+)\)", text(page)):
        if "://" in target:
            continue
        if re.fullmatch(r"[\w./-]+/[\w./-]*\.\w+", label):
            assert label == target, f"{named(page)} calls {target} {label}"
        path, _, part = target.partition("#")
        there = (page.parent / path) if path else page
        assert there.exists(), f"{named(page)} links to {target}"
        if part:
            headings = re.findall(r"^#+ (.+)$", text(there), re.MULTILINE)
            assert part in {heading.lower().replace(" ", "-") for heading in headings}, target


@pytest.mark.parametrize("page", GUIDES, ids=named)
def test_files_that_are_named_exist(page: Path) -> None:
    for name in quoted(page):
        if not re.fullmatch(r"[\w./-]+", name) or name.startswith(TO_BE_MADE.get(page.name, " ")):
            continue
        if "/" in name and name.split("/")[0] in TOPS:
            assert (ROOT / name).exists(), f"{named(page)} names {name}"
        elif re.fullmatch(r"\w+\.py", name):
            assert any(found for top in TOPS for found in (ROOT / top).rglob(name)), name


@pytest.mark.parametrize("page", GUIDES, ids=named)
def test_modules_that_are_named_exist(page: Path) -> None:
    for name in quoted(page):
        if re.fullmatch(rf"({'|'.join(ROOMS)})(\.\w+)+", name):
            module, _, attribute = name.rpartition(".")
            if not (ROOT / name.replace(".", "/")).with_suffix(".py").exists():
                assert hasattr(importlib.import_module(module), attribute), name


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_targets_of_make_exist(page: Path) -> None:
    shown = [line.strip() for line in text(page).splitlines() if line.startswith("    ")]
    for line in (*shown, *quoted(page)):
        for name in re.findall(r"(?:^|[;:] )make ([a-z-]+)", line.split("  #")[0]):
            bench = name.removeprefix("bench-")
            assert name in TARGETS or (bench in BENCHES and bench != name), f"make {name}"


def test_every_listed_target_is_told_of() -> None:
    told = "\n".join(text(page) for page in (*READMES, ROOT / "CONTRIBUTING.md"))
    for name in LISTED - {"bench-%"}:
        assert re.search(rf"make {name}(?![\w-])", told), f"nobody tells of make {name}"
    for name in BENCHES:
        assert f"bench-{name}" in told
        assert f"bench-{name}" in TARGETS["bench-%"]
    assert set(re.findall(r"bench-([a-z]+)", told)) == set(BENCHES)


def test_the_tests_of_bad_input_exist() -> None:
    for what, _, played in rows(ROOT / "docs" / "bad-input.md", "input"):
        files = re.findall(r"`(tests/[\w/]+\.py)`", played)
        assert files, what
        assert all((ROOT / name).exists() for name in files), played


@pytest.mark.parametrize("page", READMES, ids=named)
def test_the_tree_shows_every_folder(page: Path) -> None:
    shown: set[str] = set()
    room = ""
    for indent, name, _ in FOLDER.findall(text(page)):
        room = room if indent else name
        shown.add(f"{room}/{name}" if indent else name)
    folders = {path.parent for top in ROOMS for path in (ROOT / top).glob("*/__init__.py")}
    assert shown == {*ROOMS, "tests", *(str(path.relative_to(ROOT)) for path in folders)}


@pytest.mark.parametrize("name", ["channels", "commands", "api", "telegram", "platform"])
def test_every_guide_is_linked_from_both_readmes(name: str) -> None:
    for page in READMES:
        assert f"(docs/{name}.md)" in text(page)
