"""Matters that were filed before there were clocks get one.

It begins at the upgrade, with the whole limit of their kind: counted from the filing, most would
be late at once, and all stations would be told on one day of what nobody had reminded them of.
"""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

import data.column
from data import calendar
from data.reference.matter.limits import Limit, LimitName, LimitSpan, limits

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OPINION = sa.table(
    "opinion",
    sa.column("id", sa.Integer),
    sa.column("state", sa.String),
    sa.column("matter", sa.String),
    sa.column("level", sa.String),
    sa.column("urgent", sa.String),
    sa.column("limit", sa.String),
    sa.column("lateness", sa.Integer),
    sa.column("due_at", data.column.Instant()),
    sa.column("tick_at", data.column.Instant()),
    sa.column("waiting_since", data.column.Instant()),
)
STATES = {
    "answered": LimitName.EVALUATION,
    "evaluated": LimitName.CLOSING,
    "suggested": LimitName.SUGGESTION,
}
OPEN = ("received", "returned", "sorted", "assigned", "handling", "transferred")
SUPPLY = ("停水", "停电", "停气", "没水", "没电", "没有水", "没有电", "断水", "断电", "电梯")
HIGHER = ("county", "city", "general")
HANGZHOU = ZoneInfo("Asia/Shanghai")


def upgrade() -> None:
    """Start the clocks that stand still though somebody has to do something."""
    connection = op.get_bind()
    now = datetime.now(UTC)
    still = connection.execute(
        sa.select(
            OPINION.c.id, OPINION.c.state, OPINION.c.matter, OPINION.c.level, OPINION.c.urgent
        ).where(
            OPINION.c.state.in_((*OPEN, *STATES)),
            OPINION.c.due_at.is_(None),
            OPINION.c.waiting_since.is_(None),
        )
    ).all()
    for row in still:
        limit = limits()[_name(row)]
        due = _later(limit, now, limit.amount)
        look = due if limit.remind is None else max(now, _later(limit, due, -limit.remind))
        connection.execute(
            OPINION.update()
            .where(OPINION.c.id == row.id)
            .values({"limit": limit.name.value, "lateness": 0, "due_at": due, "tick_at": look})
        )


def downgrade() -> None:
    """A clock that runs harms nobody."""


def _name(row: Any) -> LimitName:
    if row.state in STATES:
        return STATES[row.state]
    if row.urgent:
        return LimitName.DANGER
    if any(word in row.matter for word in SUPPLY):
        return LimitName.SUPPLY
    return LimitName.COMPLEX if row.level in HIGHER else LimitName.GENERAL


def _later(limit: Limit, start: datetime, amount: int) -> datetime:
    """As handlers.opinion.deadline counted when this was written: days end at 24:00 in Hangzhou."""
    if limit.span is LimitSpan.HOURS:
        return start + timedelta(hours=amount)
    # The end of a limit is the midnight after its last day, which is where it is counted from.
    day = (start - timedelta(seconds=1)).astimezone(HANGZHOU).date()
    if limit.span is LimitSpan.MONTHS and amount > 0:
        years, month = divmod(day.month - 1 + amount, 12)
        year, month = day.year + years, month + 1
        return _midnight_after(date(year, month, min(day.day, monthrange(year, month)[1])))
    return _midnight_after(calendar.workday(day, amount))


def _midnight_after(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), HANGZHOU).astimezone(UTC)
