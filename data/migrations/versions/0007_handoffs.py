"""Wishes for a person become a queue; what nobody read is gone."""

import sqlalchemy as sa
from alembic import op

import data.column

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

UNREAD = (
    ("invitation", "made_at"),
    ("lesson", "at"),
)
CITY = "330100"
"""Whose desk it is where a talk belongs to no station."""


def upgrade() -> None:
    """Make the queue out of what waited, and drop two tables and three columns."""
    op.create_table(
        "handoff",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("station_code", sa.String(), nullable=False),
        sa.Column("at", data.column.Instant(), nullable=False),
        sa.Column("ended_at", data.column.Instant(), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"]),
        sa.ForeignKeyConstraint(["ended_by"], ["account.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_handoff_conversation_id", "handoff", ["conversation_id"])
    op.create_index("ix_handoff_station_code", "handoff", ["station_code"])
    op.create_index(
        "ix_handoff_open",
        "handoff",
        ["conversation_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.execute(
        f"""
        INSERT INTO handoff (conversation_id, station_code, at)
        SELECT id, COALESCE(station_code, '{CITY}'), person_wanted_at
        FROM conversation WHERE person_wanted_at IS NOT NULL
        """
    )
    op.drop_column("conversation", "person_wanted_at")
    op.drop_index("ix_conversation_touched_at", "conversation")
    # An answer's words stand in its event as well, and units in data/reference/units.csv.
    op.drop_table("answer")
    op.drop_table("unit")
    for table, column in UNREAD:
        op.drop_column(table, column)


def downgrade() -> None:
    """Bring back the places for it; what an answer was stands in the events."""
    for table, column in UNREAD:
        # The moment was needed, and is not known any more.
        op.add_column(
            table,
            sa.Column(
                column,
                data.column.Instant(),
                nullable=False,
                server_default="1970-01-01 00:00:00.000000",
            ),
        )
    op.create_table(
        "unit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("division_code", sa.String(), nullable=False),
        sa.Column("phone", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_unit_division_code", "unit", ["division_code"])
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("words", data.column.Sealed(), nullable=False),
        sa.Column("at", data.column.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_answer_opinion_id", "answer", ["opinion_id"])
    op.execute(
        """
        INSERT INTO answer (opinion_id, actor, words, at)
        SELECT opinion_id, actor, words_staff, at
        FROM opinion_event WHERE action = 'answer' AND words_staff IS NOT NULL
        """
    )
    op.create_index("ix_conversation_touched_at", "conversation", ["touched_at"])
    op.add_column(
        "conversation", sa.Column("person_wanted_at", data.column.Instant(), nullable=True)
    )
    op.execute(
        """
        UPDATE conversation SET person_wanted_at = (
            SELECT MAX(at) FROM handoff
            WHERE handoff.conversation_id = conversation.id AND handoff.ended_at IS NULL
        )
        """
    )
    op.drop_table("handoff")
