"""Chats: what came in, codes, deputies' chats, photos and places sent."""

import sqlalchemy as sa
from alembic import op

import data.column

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

INDEXES = (
    ("incoming", "done_at"),
    ("attachment", "conversation_id"),
    ("attachment", "opinion_id"),
    ("code", "station_code"),
    ("code", "representative_id"),
    ("invitation", "representative_id"),
    ("binding", "representative_id"),
    ("binding", "address"),
)
TABLES = ("incoming", "attachment", "code", "invitation", "binding", "erasure")
REFERENCES = (("conversation", "representative_id"), ("opinion", "addressed_id"))


def upgrade() -> None:
    """Create the tables, and add what a conversation, an opinion and a notice know more."""
    op.create_table(
        "incoming",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("door", sa.String(32), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("chat", sa.String(), nullable=False),
        sa.Column("body", data.column.Sealed(), nullable=True),
        sa.Column("at", data.column.Instant(), nullable=False),
        sa.Column("done_at", data.column.Instant(), nullable=True),
        sa.Column("fault", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("door", "key"),
    )
    op.create_table(
        "attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("conversation_id", sa.String(), nullable=False),
        sa.Column("turn_id", sa.String(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=True),
        sa.Column("file", sa.String(), nullable=True),
        sa.Column("position", data.column.Sealed(), nullable=True),
        sa.Column("at", data.column.Instant(), nullable=False),
        sa.ForeignKeyConstraint(["conversation_id"], ["conversation.id"]),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(32), nullable=False),
        sa.Column("station_code", sa.String(), nullable=False),
        sa.Column("representative_id", sa.Integer(), nullable=True),
        sa.Column("made_at", data.column.Instant(), nullable=False),
        sa.Column("revoked_at", data.column.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["station_code"], ["station.code"]),
        sa.ForeignKeyConstraint(["representative_id"], ["representative.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("representative_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("made_at", data.column.Instant(), nullable=False),
        sa.Column("until", data.column.Instant(), nullable=False),
        sa.Column("used_at", data.column.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["representative_id"], ["representative.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("digest"),
    )
    op.create_table(
        "binding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("representative_id", sa.Integer(), nullable=False),
        sa.Column("door", sa.String(32), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("digest_hour", sa.Integer(), nullable=False),
        sa.Column("made_at", data.column.Instant(), nullable=False),
        sa.Column("ended_at", data.column.Instant(), nullable=True),
        sa.ForeignKeyConstraint(["representative_id"], ["representative.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "erasure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for table, column in INDEXES:
        op.create_index(f"ix_{table}_{column}", table, [column])
    # Said plainly: Alembic cannot add a column with a reference on SQLite without a new table.
    for table, column in REFERENCES:
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER REFERENCES representative(id)")
    op.add_column("conversation", sa.Column("language", sa.String(), nullable=True))
    for name in ("muted_at", "closed_at"):
        op.add_column("conversation", sa.Column(name, data.column.Instant(), nullable=True))
    op.add_column("notice", sa.Column("buttons", data.column.Sealed(), nullable=True))


def downgrade() -> None:
    """Drop what was added."""
    op.drop_column("notice", "buttons")
    for name in ("closed_at", "muted_at", "language"):
        op.drop_column("conversation", name)
    for table, column in REFERENCES:
        with op.batch_alter_table(table) as batch:
            batch.drop_column(column)
    for table in reversed(TABLES):
        op.drop_table(table)
