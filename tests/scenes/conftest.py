"""A server that hears, for scenes with real sound."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from speech.model import weights
from tests.conftest import MODELS_HOME, share_cache
from tests.support.server import Server, serving
from tests.support.shared import shared_folder


@pytest.fixture(scope="session")
def scenes() -> Path:
    """The folder of spoken scenes; skips with the reason where it is absent."""
    return shared_folder("speech") / "scenes"


@pytest.fixture
def hearing_home(tmp_path: Path) -> Path:
    """A home with the Whisper model and the trained understanding in it."""
    return _hearing_home(tmp_path / "home")


@pytest.fixture(scope="module")
def kept_hearing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    home = _hearing_home(tmp_path_factory.mktemp("hearing") / "home")
    with serving(home, XIAOQING_SPEECH="whisper-base") as server:
        server.wait_for_the_ear()
        yield server


@pytest.fixture
def hearing(kept_hearing: Server) -> Server:
    """A server that hears, with no recording of earlier tests."""
    kept_hearing.forget_recordings()
    return kept_hearing


def _hearing_home(home: Path) -> Path:
    weights.install("whisper-base", MODELS_HOME)
    with contextlib.suppress(weights.WeightsError):
        weights.install("open-gram", MODELS_HOME)
    share_cache(home)
    (home / "models").symlink_to(MODELS_HOME / "models", target_is_directory=True)
    return home
