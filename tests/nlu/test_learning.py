"""Learning from a station's messages: what is better is kept, what is not is not, and undone."""

from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest

from nlu import learning
from nlu.intent import embedded
from nlu.intent.embedded import Embedded
from nlu.learning import TooFewError, is_held_back
from nlu.topic.history import MODEL, REPORT, History, HistoryError
from tests.conftest import MODELS_HOME

NOW = datetime(2026, 3, 5, tzinfo=UTC)
PLACES = ("东门", "西门", "南门", "北门", "广场", "河边", "菜场", "学校", "车站", "公园", "桥头")
SAID = ("{}的鸽子又来吃稻谷了", "{}那群鸽子弄得到处是毛", "{}有人放鸽子", "{}养鸽子的棚子太大")
PIGEONS = {s.format(p): ("农村农业",) for p in PLACES for s in SAID}
LAMPS = {f"{p}的路灯{s}": ("城乡建设",) for p in PLACES for s in ("不亮", "坏了", "一闪一闪")}


@pytest.fixture(scope="module")
def shipped() -> Embedded:
    return embedded.shipped(MODELS_HOME / "cache")


@pytest.fixture(scope="module")
def taught(shipped: Embedded, tmp_path_factory: pytest.TempPathFactory) -> History:
    """A history after one lesson: pigeons are farming here."""
    history = History(tmp_path_factory.mktemp("learned"))
    outcome = learning.learn(PIGEONS | LAMPS, shipped, history, NOW)
    assert outcome.kept
    assert outcome.report.before < outcome.report.after
    assert outcome.report.messages == len(PIGEONS | LAMPS)
    assert outcome.report.held == sum(map(is_held_back, PIGEONS | LAMPS))
    return history


def test_what_was_learned_is_used_from_the_next_start(taught: History) -> None:
    engine = embedded.start(MODELS_HOME / "cache", taught._folder)
    assert engine.classify("码头上的鸽子太多").topics[0].path[0] == "农村农业"
    assert engine.classify("楼下的路灯坏了").topics[0].path[0] == "城乡建设"


def test_only_what_scores_better_is_kept(shipped: Embedded, taught: History) -> None:
    wrong = dict.fromkeys((text for text in PIGEONS if sum(map(ord, text)) % 2), ("城乡建设",))
    before = taught.generation
    outcome = learning.learn(PIGEONS | LAMPS | wrong, shipped, taught, NOW)
    assert not outcome.kept
    assert outcome.report.after <= outcome.report.before
    assert taught.generation == before


def test_undoing_goes_back_a_generation(taught: History, tmp_path: Path) -> None:
    history = History(tmp_path)
    assert history.undo() == 0
    copytree(taught._folder, tmp_path, dirs_exist_ok=True)
    assert history.generation == 1
    assert history.undo() == 0
    assert history.model() is None
    assert list(tmp_path.iterdir()) == []


def test_too_few_messages_or_one_topic_are_refused(shipped: Embedded, tmp_path: Path) -> None:
    with pytest.raises(TooFewError):
        learning.learn(dict(list(PIGEONS.items())[:49]), shipped, History(tmp_path), NOW)
    many = {f"鸽子{n}": ("农村农业",) for n in range(60)}
    with pytest.raises(TooFewError):
        learning.learn(many, shipped, History(tmp_path), NOW)
    assert History(tmp_path).generation == 0


@pytest.mark.parametrize("name", [MODEL, REPORT])
def test_a_damaged_generation_is_said_and_not_used(
    shipped: Embedded,
    taught: History,
    tmp_path: Path,
    name: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    history = History(copytree(taught._folder, tmp_path, dirs_exist_ok=True))
    (tmp_path / "0001" / name).write_bytes(b"cut sho")
    with pytest.raises(HistoryError):
        history.model()
    engine = embedded.start(MODELS_HOME / "cache", tmp_path)
    assert engine.subjects.first.labels == shipped.subjects.first.labels
    assert "learn again" in caplog.text


def test_a_generation_that_was_not_finished_is_none(shipped: Embedded, tmp_path: Path) -> None:
    (tmp_path / ".new-abc").mkdir()
    (tmp_path / ".new-abc" / MODEL).write_bytes(b"")
    assert History(tmp_path).generation == 0
    assert History(tmp_path).model() is None


def test_messages_held_back_are_a_fifth_and_stay_the_same() -> None:
    held = [n for n in range(2000) if is_held_back(f"message {n}")]
    assert 330 < len(held) < 470
    assert held[:3] == [n for n in range(50) if is_held_back(f"message {n}")][:3]
