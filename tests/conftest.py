"""What many tests share: a fresh installation, and one understander for the whole run."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory

import hypothesis
import pytest

from data.database import Database, open_database
from data.reference import table
from data.settings import Settings
from handlers.conversation.service import Dialogue
from nlu import understander
from nlu.understander import Understander
from tests.support import once
from tests.support.loop import World
from tests.support.postgres import Postgres

# Weights of a voice would be fetched for each installation; who wants one says so.
os.environ.setdefault("XIAOQING_VOICE", "none")
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


@pytest.fixture(scope="session", autouse=True)
def made_once() -> Iterator[None]:
    """What takes long to make and is no test's subject is made once in a worker."""
    with once.made(MODELS_HOME / "cache"):
        yield


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite database that was migrated, to be copied into a new home."""
    home = tmp_path_factory.mktemp("migrated")
    open_database(Settings(home=home)).close()
    return home / "xiaoqing.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path, migrated: Path) -> Iterator[Settings]:
    """An installation of its own for one test, on each of the two databases in turn."""
    home = tmp_path / "home"
    if request.param == "sqlite":
        home.mkdir()
        copyfile(migrated, home / migrated.name)
        yield Settings(home=home)
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    with postgres.fresh() as url:
        yield Settings(home=home, database_url=url)


@pytest.fixture(scope="session")
def new_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation on SQLite that nobody has used; to migrate takes longer than most tests."""
    home = tmp_path_factory.mktemp("new") / "home"
    open_database(Settings(home=home)).close()
    return home


@pytest.fixture
def sqlite_settings(new_home: Path, tmp_path: Path) -> Settings:
    """An installation of its own for one test to which it is all one which database it has."""
    return Settings(home=shutil.copytree(new_home, tmp_path / "home"))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A real PostgreSQL server for the whole run."""
    # Not under pytest's own folder: each run that begins closes that to other users, and as root
    # the server runs as another one.
    with (
        TemporaryDirectory(prefix="xiaoqing-postgres-") as folder,
        Postgres(Path(folder)) as server,
    ):
        yield server


@pytest.fixture
def own_tables(tmp_path: Path) -> Iterator[Path]:
    """A folder for a station's own reference tables, for `table.use`; ours count again after."""
    folder = tmp_path / "reference"
    folder.mkdir()
    yield folder
    table.use(folder)  # whatever the test used last
    table.use(tmp_path)


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


@pytest.fixture
def world(database: Database, reader: Understander) -> World:
    """A street, its people and a clock, for the loop."""
    return World(database, reader)


def share_cache(home: Path) -> None:
    """Let an installation use the model that this run trained; each would train its own."""
    home.mkdir(parents=True, exist_ok=True)
    once.trained(MODELS_HOME / "cache")
    (home / "cache").symlink_to(MODELS_HOME / "cache", target_is_directory=True)
