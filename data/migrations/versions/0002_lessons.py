"""Lessons: messages with the topic that people gave them."""

import sqlalchemy as sa
from alembic import op

import data.column

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(32), nullable=False),
        sa.Column("text", data.column.Sealed(), nullable=False),
        sa.Column("topic_code", sa.String(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=True),
        sa.Column("at", data.column.Instant(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_lesson_generation", "lesson", ["generation"])


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("lesson")
