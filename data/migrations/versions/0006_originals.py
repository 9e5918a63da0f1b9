"""What a recogniser wrote, beside what it was put right to."""

import sqlalchemy as sa
from alembic import op

import data.column

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("utterance", sa.Column("original", data.column.Sealed(), nullable=True))


def downgrade() -> None:
    """Drop it again."""
    op.drop_column("utterance", "original")
