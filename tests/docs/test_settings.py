"""Every setting stands in both READMEs, with the default that it has."""

import re
from pathlib import Path

import pytest
from pydantic import TypeAdapter

from data.settings import Settings
from tests.conftest import ROOT
from tests.docs.pages import PAGES, READMES, rows, text

HEADS = {"README.md": "variable", "README.zh-CN.md": "变量"}
FIELDS = {f"XIAOQING_{name.upper()}": field for name, field in Settings.model_fields.items()}
# The lists of a cell: English has a comma, Chinese 、.
LISTED = re.compile(r", |、")


def table(page: Path) -> dict[str, tuple[str, str]]:
    """Each variable with its default and what it is for, as the page has them."""
    found: dict[str, tuple[str, str]] = {}
    for names, default, what in rows(page, HEADS[page.name]):
        called = [name.strip("`") for name in LISTED.split(names)]
        defaults = LISTED.split(default)
        if len(defaults) != len(called):
            defaults = [default] * len(called)
        for name, each in zip(called, defaults, strict=True):
            assert name not in found, f"{name} stands there twice"
            found[name] = (each, what)
    return found


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
def test_the_table_holds_every_setting_and_nothing_else(page: Path) -> None:
    assert set(table(page)) == set(FIELDS)
    assert all(what for _, what in table(page).values())


@pytest.mark.parametrize("page", READMES, ids=lambda page: page.name)
@pytest.mark.parametrize("name", FIELDS)
def test_the_default_is_the_true_one(page: Path, name: str) -> None:
    told, default = table(page)[name][0], FIELDS[name].default
    literal = re.fullmatch(r"`([^`]*)`", told)
    if default is None:
        assert told, name
        assert not literal, f"{name} has no default, and {page.name} says {told}"
    else:
        assert literal, f"{name} has the default {default}, and {page.name} says {told}"
        assert TypeAdapter(FIELDS[name].annotation).validate_python(literal[1]) == default


def test_both_languages_say_the_same() -> None:
    english, chinese = (
        {name: default for name, (default, _) in table(page).items() if default.startswith("`")}
        for page in READMES
    )
    assert english == chinese


def test_every_variable_that_is_named_somewhere_is_read_somewhere() -> None:
    code = "".join(
        path.read_text(encoding="utf-8")
        for room in ("bot", "data", "handlers", "nlu", "speech", "tests")
        for path in (ROOT / room).rglob("*.py")
        if path.parent != Path(__file__).parent
    )
    for page in PAGES:
        for name in re.findall(r"XIAOQING_[A-Z_]*[A-Z]", text(page)):
            assert name in FIELDS or name in code, f"{page.name} names {name}"
