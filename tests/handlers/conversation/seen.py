"""What tests see of a conversation."""

from sqlmodel import select

from data.database import Database
from data.record.opinion import Opinion
from handlers.message.turn import Reply


def opinions(database: Database) -> list[Opinion]:
    with database.reading() as session:
        return list(session.exec(select(Opinion).order_by(Opinion.id)).all())  # type: ignore[arg-type]


def value(reply: Reply, label: str) -> str:
    assert reply.card, reply
    return next(row.value for row in reply.card.rows if row.label == label)
