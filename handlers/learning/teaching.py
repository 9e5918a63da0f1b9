"""Teaching the assistant topics: from a file of old messages, and from what staff corrected."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from data import sheet
from data.database import Database
from data.record.lesson import Lesson, LessonSource
from data.reference.matter import topics
from data.reference.matter.topics import TopicNode
from data.sheet import Reason, SheetError, SheetFault
from nlu import learning
from nlu.intent.embedded import Embedded
from nlu.learning import Outcome
from nlu.topic.history import History

COLUMNS = ("text", "topic")
CALLED = {"内容": "text", "留言": "text", "主题": "topic", "一级分类": "topic"}
Labelled = Sequence[tuple[str, TopicNode]]


def read(path: Path) -> Labelled:
    """The messages of a file with columns text and topic (a code, a path or a name).

    Raises SheetError, which names every line that cannot be used.
    """
    rows = sheet.read(path, COLUMNS, called=CALLED)
    found = [(row, topics.load().find(row.cells["topic"])) for row in rows]
    faults = [
        SheetFault(Reason.UNKNOWN_TOPIC, row.line, row.cells["topic"])
        for row, node in found
        if not node
    ]
    if faults:
        raise SheetError(*faults)
    return [(row.cells["text"], node) for row, node in found if node]


def teach(
    database: Database, messages: Labelled, shipped: Embedded, history: History, now: datetime
) -> Outcome:
    """Learn from these messages beside all that was taught before, corrections among it.

    They are kept only if what was learned is better. Raises learning.TooFewError.
    """
    known = topics.load().by_code
    with database.reading() as session:
        before = [(lesson.text, known[lesson.topic_code]) for lesson in _lessons(session)]
    lessons = {text: node.path for text, node in [*before, *messages]}
    outcome = learning.learn(lessons, shipped, history, now)
    if not outcome.kept:
        return outcome
    already = set(before)
    with database.transaction() as session:
        for lesson in _lessons(session):
            if lesson.generation is None:
                lesson.generation = history.generation
                session.add(lesson)
        session.add_all(
            Lesson(
                source=LessonSource.FILE,
                text=text,
                topic_code=node.code,
                generation=history.generation,
            )
            for text, node in dict.fromkeys(messages)
            if (text, node) not in already
        )
    return outcome


def unteach(database: Database, history: History) -> int | None:
    """Forget the last generation with the file it came from; corrections wait to be learned again.

    The number of the generation in use now; None where nothing was learned.
    """
    gone = history.generation
    if not gone:
        return None
    with database.transaction() as session:
        for lesson in _lessons(session):
            if lesson.generation != gone:
                continue
            if lesson.source is LessonSource.FILE:
                session.delete(lesson)
            else:
                lesson.generation = None
                session.add(lesson)
    return history.undo()


def texts(database: Database) -> Sequence[str]:
    """What residents wrote in all that was taught, for the corrector to know how they put it."""
    with database.reading() as session:
        return list(dict.fromkeys(lesson.text for lesson in _lessons(session)))


def _lessons(session: Session) -> Sequence[Lesson]:
    return session.exec(select(Lesson).order_by(col(Lesson.id))).all()
