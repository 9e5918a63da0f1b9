"""The first tables."""

import sqlalchemy as sa
from alembic import op

import data.column

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables and the guard of the events."""
    op.create_table(
        "conversation",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("door", sa.String(32), nullable=False),
        sa.Column("sender", sa.String(), nullable=False),
        sa.Column("station_code", sa.String(), nullable=True),
        sa.Column("state", data.column.Sealed(), nullable=False),
        sa.Column("person_wanted_at", data.column.Instant(), nullable=True),
        sa.Column("started_at", data.column.Instant(), nullable=False),
        sa.Column("touched_at", data.column.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("door", "sender"),
    )
    op.create_index("ix_conversation_touched_at", "conversation", ["touched_at"])

    op.create_table(
        "station",
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("level", sa.String(32), nullable=False),
        sa.Column("parent_code", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["parent_code"],
            ["station.code"],
        ),
        sa.PrimaryKeyConstraint("code"),
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
        "opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("station_code", sa.String(), nullable=True),
        sa.Column("words", data.column.Sealed(), nullable=False),
        sa.Column("matter", sa.String(), nullable=False),
        sa.Column("topic_code", sa.String(), nullable=True),
        sa.Column("topic_name", sa.String(), nullable=True),
        sa.Column("place_code", sa.String(), nullable=True),
        sa.Column("place_name", sa.String(), nullable=True),
        sa.Column("spot", sa.String(), nullable=True),
        sa.Column("level", sa.String(), nullable=True),
        sa.Column("unit", sa.String(), nullable=True),
        sa.Column("reporter", data.column.Sealed(), nullable=True),
        sa.Column("phone", data.column.Sealed(), nullable=True),
        sa.Column("filed_at", data.column.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index("ix_opinion_conversation_id", "opinion", ["conversation_id"])
    op.create_index("ix_opinion_filed_at", "opinion", ["filed_at"])
    op.create_index("ix_opinion_place_code", "opinion", ["place_code"])
    op.create_index("ix_opinion_state", "opinion", ["state"])
    op.create_index("ix_opinion_station_code", "opinion", ["station_code"])

    op.create_table(
        "representative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("station_code", sa.String(), nullable=False),
        sa.Column("grid", sa.String(), nullable=True),
        sa.Column("phone", data.column.Sealed(), nullable=True),
        sa.ForeignKeyConstraint(
            ["station_code"],
            ["station.code"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_index("ix_representative_station_code", "representative", ["station_code"])

    op.create_table(
        "opinion_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("at", data.column.Instant(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("state_from", sa.String(32), nullable=True),
        sa.Column("state_to", sa.String(32), nullable=False),
        sa.Column("words_resident", data.column.Sealed(), nullable=True),
        sa.Column("words_staff", data.column.Sealed(), nullable=True),
        sa.ForeignKeyConstraint(
            ["opinion_id"],
            ["opinion.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_opinion_event_opinion_id", "opinion_event", ["opinion_id"])

    op.create_table(
        "utterance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("turn_id", sa.String(), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("transcript", data.column.Sealed(), nullable=False),
        sa.Column("audio", sa.String(), nullable=True),
        sa.Column("engine", sa.String(), nullable=True),
        sa.Column("confidence", sa.Float(), nullable=True),
        sa.Column("failure", sa.String(), nullable=True),
        sa.Column("reply", data.column.Sealed(), nullable=True),
        sa.Column("at", data.column.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["opinion_id"],
            ["opinion.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("conversation_id", "turn_id"),
    )
    op.create_index("ix_utterance_conversation_id", "utterance", ["conversation_id"])
    op.create_index("ix_utterance_opinion_id", "utterance", ["opinion_id"])

    # Only SQLite has this guard so far; PostgreSQL would need a trigger function of its own.
    if op.get_bind().dialect.name != "sqlite":
        return
    for step in ("UPDATE", "DELETE"):
        op.execute(
            f"""
            CREATE TRIGGER opinion_event_no_{step.lower()} BEFORE {step} ON opinion_event
            BEGIN SELECT RAISE(ABORT, 'opinion events are only ever added'); END
            """
        )


def downgrade() -> None:
    """Drop every table."""
    for table in (
        "utterance",
        "opinion_event",
        "representative",
        "opinion",
        "unit",
        "station",
        "conversation",
    ):
        op.drop_table(table)
