"""What many tests share: a fresh installation, and one understander for the whole run."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from data.database import Database, open_database
from data.settings import Settings
from handlers.dialogue import Dialogue
from nlu import understander
from nlu.understander import Understander

# A machine that is busy with something else is slow, not wrong.
hypothesis.settings.register_profile("patient", deadline=None)
hypothesis.settings.load_profile("patient")

ROOT = Path(__file__).parent.parent
# Weights and the trained model stay here between runs; each test has a home of its own.
MODELS_HOME = Path(os.environ.get("XIAOQING_TEST_MODELS") or ROOT / "var" / "test-home")


@pytest.fixture(scope="session")
def reader() -> Understander:
    """The real embedded engine, trained once and cached between runs."""
    return understander.load(MODELS_HOME / "cache")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An installation of its own for one test."""
    return Settings(home=tmp_path / "home")


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    """Its database, migrated."""
    opened = open_database(settings)
    yield opened
    opened.close()


@pytest.fixture
def dialogue(database: Database, reader: Understander) -> Dialogue:
    """The real dialogue on it."""
    return Dialogue(database, reader)


def share_cache(home: Path) -> None:
    """Let an installation use the model that this run trained; each would train its own."""
    home.mkdir(parents=True, exist_ok=True)
    (MODELS_HOME / "cache").mkdir(parents=True, exist_ok=True)
    (home / "cache").symlink_to(MODELS_HOME / "cache", target_is_directory=True)
