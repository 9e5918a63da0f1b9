"""A server that hears, for scenes with real sound."""

import contextlib
from pathlib import Path

import pytest

from speech.model import weights
from tests.conftest import MODELS_HOME, share_cache
from tests.support.shared import shared_folder


@pytest.fixture(scope="session")
def scenes() -> Path:
    """The folder of spoken scenes; skips with the reason where it is absent."""
    return shared_folder("speech") / "scenes"


@pytest.fixture
def hearing_home(tmp_path: Path) -> Path:
    """A home with the Whisper model and the trained understanding in it."""
    weights.install("whisper-base", MODELS_HOME)
    with contextlib.suppress(weights.WeightsError):
        weights.install("open-gram", MODELS_HOME)
    home = tmp_path / "home"
    share_cache(home)
    (home / "models").symlink_to(MODELS_HOME / "models", target_is_directory=True)
    return home
