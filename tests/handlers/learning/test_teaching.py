"""Teaching from files and corrections: all of it together, kept or not, and taken back."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlmodel import select

from data.database import Database
from data.record.lesson import Lesson, LessonSource
from data.reference.matter import topics
from data.sheet import Reason, SheetError
from handlers.learning import teaching
from nlu.intent import embedded
from nlu.intent.embedded import Embedded
from nlu.topic.history import History
from tests.conftest import MODELS_HOME
from tests.nlu.test_learning import LAMPS, PIGEONS
from tests.support import once

NOW = datetime(2026, 3, 5, tzinfo=UTC)
MESSAGES = PIGEONS | LAMPS


@pytest.fixture(scope="module", autouse=True)
def taught_once() -> Iterator[None]:
    with once.taught():
        yield


@pytest.fixture(scope="module")
def shipped() -> Embedded:
    return embedded.shipped(MODELS_HOME / "cache")


@pytest.fixture
def history(tmp_path: Path) -> History:
    return History(tmp_path / "learned")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return written(tmp_path, MESSAGES)


def written(folder: Path, messages: dict[str, tuple[str]]) -> Path:
    path = folder / "messages.csv"
    lines = [f"{text},{topic[0]}" for text, topic in messages.items()]
    path.write_text("\n".join(["text,topic", *lines]), encoding="gb18030")
    return path


def lessons(database: Database) -> list[Lesson]:
    with database.reading() as session:
        return list(session.exec(select(Lesson)).all())


def correct(database: Database, text: str) -> None:
    """What the console does when staff correct a topic."""
    node = topics.load().find("农村农业")
    assert node
    with database.transaction() as session:
        session.add(Lesson(source=LessonSource.CORRECTION, text=text, topic_code=node.code))


def test_what_was_taught_can_be_read_again_each_text_once(database: Database) -> None:
    assert list(teaching.texts(database)) == []
    for text in ("楼道里的漏雨蓬要换", "鸽子太多了", "楼道里的漏雨蓬要换"):
        correct(database, text)
    assert list(teaching.texts(database)) == ["楼道里的漏雨蓬要换", "鸽子太多了"]


def test_a_topic_may_be_a_name_a_path_or_a_code(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "text,topic\na,城乡建设\nb,城乡建设/安全生产\nc,0102\nd,工资福利\n", encoding="utf-8"
    )
    assert [node.path for _, node in teaching.read(path)] == [
        ("城乡建设",),
        ("城乡建设", "安全生产"),
        ("城乡建设", "城市建设和市政管理"),
        ("劳动和社会保障", "工资福利"),
    ]


def test_unknown_topics_are_named_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("text,topic\na,城乡建设\nb,天文\nc,其他\n", encoding="utf-8")
    with pytest.raises(SheetError) as caught:
        teaching.read(path)
    assert [(f.line, f.reason, f.what) for f in caught.value.faults] == [
        (3, Reason.UNKNOWN_TOPIC, "天文"),
        (4, Reason.UNKNOWN_TOPIC, "其他"),
    ]


def test_a_file_and_corrections_are_learned_together_and_taken_back(
    database: Database, shipped: Embedded, history: History, tmp_path: Path
) -> None:
    corrected, *others = MESSAGES  # all together what the other tests learn
    correct(database, corrected)
    file = written(tmp_path, {text: MESSAGES[text] for text in others})
    outcome = teaching.teach(database, teaching.read(file), shipped, history, NOW)
    assert outcome.kept
    assert outcome.report.messages == len(others) + 1
    assert len(lessons(database)) == len(others) + 1
    assert {lesson.generation for lesson in lessons(database)} == {1}
    assert teaching.unteach(database, history) == 0
    (left,) = lessons(database)
    assert (left.source, left.generation) == (LessonSource.CORRECTION, None)
    assert teaching.unteach(database, history) is None


def test_the_same_file_twice_changes_nothing(
    database: Database, shipped: Embedded, history: History, file: Path
) -> None:
    teaching.teach(database, teaching.read(file), shipped, history, NOW)
    again = teaching.teach(database, teaching.read(file), shipped, history, NOW)
    assert not again.kept
    assert history.generation == 1
    assert len(lessons(database)) == len(MESSAGES)


def test_messages_lie_encrypted(
    database: Database, shipped: Embedded, history: History, file: Path
) -> None:
    teaching.teach(database, teaching.read(file), shipped, history, NOW)
    with database.engine.connect() as connection:
        stored = connection.exec_driver_sql("SELECT text FROM lesson").scalars().all()
    assert stored
    assert not any("路灯" in text for text in stored)
