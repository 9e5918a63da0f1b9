"""docs/api.md says of each action what its payload class says."""

import re

import pytest

from bot.api import reference
from handlers.action.payload import FieldKind, parts
from handlers.action.perform import ACTIONS
from tests.conftest import ROOT

PAGE = ROOT / "docs" / "api.md"


def test_the_page_is_up_to_date() -> None:
    written = PAGE.read_text(encoding="utf-8")
    assert written == reference.page(written), "run make api"


def test_every_action_has_a_row_with_its_fields() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (.+)$", reference.table(), re.MULTILINE))
    assert list(rows) == list(ACTIONS)
    for action, kind in ACTIONS.items():
        does, needs, may_have, by = rows[action].strip(" |").rsplit(" | ", 3)
        assert does
        assert by
        assert [part.name for part in parts(kind)] == list(kind.model_fields)[1:]
        for part in parts(kind):
            assert f"`{part.name}`" in (needs if part.needed else may_have)


def test_every_kind_of_field_is_explained() -> None:
    assert set(reference._MEANT) == set(FieldKind) - {FieldKind.VERSION}


def test_a_page_without_a_place_for_the_table_is_left_alone() -> None:
    with pytest.raises(ValueError, match="no place"):
        reference.page("# Opinions over HTTP\n")
