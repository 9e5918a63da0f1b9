"""A channel is called a channel."""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("conversation", "notice", "binding", "incoming")


def upgrade() -> None:
    """Rename the columns; no table is made anew."""
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN door TO channel")
    op.drop_index("ix_notice_door", "notice")
    op.create_index("ix_notice_channel", "notice", ["channel"])


def downgrade() -> None:
    """And back."""
    op.drop_index("ix_notice_channel", "notice")
    op.create_index("ix_notice_door", "notice", ["channel"])
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} RENAME COLUMN channel TO door")
