"""Opinions that tell of a danger to life are marked."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("opinion", sa.Column("urgent", sa.String(), nullable=True))
    op.create_index("ix_opinion_urgent", "opinion", ["urgent"])


def downgrade() -> None:
    """Drop the column."""
    op.drop_index("ix_opinion_urgent", "opinion")
    op.drop_column("opinion", "urgent")
