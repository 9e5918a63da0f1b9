"""A model of a few bytes, to be installed."""

from pathlib import Path

import pytest

from speech.model.weights import MODELS, Model
from tests.speech.model.tiny import TINY, model


@pytest.fixture
def tiny(monkeypatch: pytest.MonkeyPatch) -> Model:
    """A model of two small files."""
    made = model()
    monkeypatch.setitem(MODELS, "tiny", made)
    return made


@pytest.fixture
def brought(tmp_path: Path) -> Path:
    """Its archive, as a user brings it."""
    path = tmp_path / "tiny.zip"
    path.write_bytes(TINY)
    return path
