"""The loop: who acts, what they did, what people are told, and when time runs out."""

import sqlalchemy as sa
from alembic import op

import data.column

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

TABLES = (
    "delivery",
    "look",
    "sign_in",
    "suggestion",
    "evaluation",
    "answer",
    "claim",
    "notice",
    "account",
)
"""In the order in which they can be dropped."""
COLUMNS = (
    ("unit_code", sa.String(), None),
    ("unit_division", sa.String(), None),
    ("proposal", data.column.Sealed(), None),
    ("version", sa.Integer(), "0"),
    ("limit", sa.String(), None),
    ("due_at", data.column.Instant(), None),
    ("tick_at", data.column.Instant(), None),
    ("lateness", sa.Integer(), "0"),
    ("waiting_since", data.column.Instant(), None),
    ("urged", sa.Integer(), "0"),
    ("reopened", sa.Integer(), "0"),
)
INDEXED = ("due_at", "merged_into_id", "representative_id", "tick_at", "unit_code")


def upgrade() -> None:
    """Create the tables, and add the columns of an opinion."""
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("role", sa.String(32), nullable=False),
        sa.Column("station_code", sa.String(), nullable=True),
        sa.Column("unit_code", sa.String(), nullable=True),
        sa.Column("representative_id", sa.Integer(), nullable=True),
        sa.Column("password", sa.String(), nullable=True),
        sa.Column("token", sa.String(), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("locked_until", data.column.Instant(), nullable=True),
        sa.Column("made_at", data.column.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["representative_id"],
            ["representative.id"],
        ),
        sa.ForeignKeyConstraint(
            ["station_code"],
            ["station.code"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
        sa.UniqueConstraint("token"),
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("words", data.column.Sealed(), nullable=False),
        sa.Column("at", data.column.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opinion_id"],
            ["opinion.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_answer_opinion_id", "answer", ["opinion_id"])
    op.create_table(
        "claim",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("representative_id", sa.Integer(), nullable=False),
        sa.Column("at", data.column.Instant(), nullable=False),
        sa.Column("until", data.column.Instant(), nullable=False),
        sa.Column("reminded_at", data.column.Instant(), nullable=True),
        sa.Column("ended_at", data.column.Instant(), nullable=True),
        sa.Column("ended", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["opinion_id"],
            ["opinion.id"],
        ),
        sa.ForeignKeyConstraint(
            ["representative_id"],
            ["representative.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_claim_opinion_id", "claim", ["opinion_id"])
    op.create_index("ix_claim_representative_id", "claim", ["representative_id"])
    op.create_table(
        "evaluation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("grade", sa.String(32), nullable=False),
        sa.Column("reason", data.column.Sealed(), nullable=True),
        sa.Column("at", data.column.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opinion_id"],
            ["opinion.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_evaluation_opinion_id", "evaluation", ["opinion_id"])
    op.create_table(
        "look",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("at", data.column.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["opinion_id"],
            ["opinion.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_look_account_id", "look", ["account_id"])
    op.create_index("ix_look_opinion_id", "look", ["opinion_id"])
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("audience", sa.String(32), nullable=False),
        sa.Column("door", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=True),
        sa.Column("words", data.column.Sealed(), nullable=False),
        sa.Column("payload", data.column.Sealed(), nullable=True),
        sa.Column("bundle", sa.String(), nullable=True),
        sa.Column("state", sa.String(32), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", data.column.Instant(), nullable=False),
        sa.Column("held_until", data.column.Instant(), nullable=True),
        sa.Column("made_at", data.column.Instant(), nullable=False),
        sa.Column("ended_at", data.column.Instant(), nullable=True),
        sa.ForeignKeyConstraint(
            ["opinion_id"],
            ["opinion.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_notice_address", "notice", ["address"])
    op.create_index("ix_notice_bundle", "notice", ["bundle"])
    op.create_index("ix_notice_door", "notice", ["door"])
    op.create_index("ix_notice_due_at", "notice", ["due_at"])
    op.create_index("ix_notice_opinion_id", "notice", ["opinion_id"])
    op.create_index("ix_notice_state", "notice", ["state"])
    op.create_table(
        "sign_in",
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("csrf", sa.String(), nullable=False),
        sa.Column("at", data.column.Instant(), nullable=False),
        sa.Column("seen_at", data.column.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("token"),
    )
    op.create_index("ix_sign_in_account_id", "sign_in", ["account_id"])
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("opinion_id", sa.Integer(), nullable=False),
        sa.Column("representative_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", data.column.Sealed(), nullable=False),
        sa.Column("signed_at", data.column.Instant(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opinion_id"],
            ["opinion.id"],
        ),
        sa.ForeignKeyConstraint(
            ["representative_id"],
            ["representative.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_suggestion_opinion_id", "suggestion", ["opinion_id"])
    op.create_index("ix_suggestion_representative_id", "suggestion", ["representative_id"])
    op.create_table(
        "delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("at", data.column.Instant(), nullable=False),
        sa.Column("fault", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["notice.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_delivery_notice_id", "delivery", ["notice_id"])
    for name, kind, default in COLUMNS:
        op.add_column(
            "opinion", sa.Column(name, kind, nullable=default is None, server_default=default)
        )
    # Said plainly: Alembic cannot add a column with a reference on SQLite without a new table.
    op.execute(
        "ALTER TABLE opinion ADD COLUMN representative_id INTEGER REFERENCES representative(id)"
    )
    op.execute("ALTER TABLE opinion ADD COLUMN merged_into_id INTEGER REFERENCES opinion(id)")
    for name in INDEXED:
        op.create_index(f"ix_opinion_{name}", "opinion", [name])
    op.drop_index("ix_opinion_state", "opinion")
    op.create_index("ix_opinion_queue", "opinion", ["state", "station_code"])
    op.add_column("opinion_event", sa.Column("key", sa.String(), nullable=True))
    op.add_column("opinion_event", sa.Column("version", sa.Integer(), nullable=True))
    op.create_index(
        "ix_opinion_event_step", "opinion_event", ["opinion_id", "version"], unique=True
    )
    op.create_index("ix_opinion_event_actor", "opinion_event", ["actor"])
    op.create_index("ix_opinion_event_key", "opinion_event", ["key"], unique=True)
    if op.get_bind().dialect.name == "postgresql":
        _guard()


def _guard() -> None:
    """What SQLite has since 0001: events are only ever added."""
    op.execute(
        """
        CREATE FUNCTION opinion_event_only_added() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'opinion events are only ever added'; END $$
        """
    )
    op.execute(
        """
        CREATE TRIGGER opinion_event_guard BEFORE UPDATE OR DELETE ON opinion_event
        FOR EACH ROW EXECUTE FUNCTION opinion_event_only_added()
        """
    )


def downgrade() -> None:
    """Drop what was added."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER opinion_event_guard ON opinion_event")
        op.execute("DROP FUNCTION opinion_event_only_added")
    op.drop_index("ix_opinion_event_key", "opinion_event")
    op.drop_index("ix_opinion_event_actor", "opinion_event")
    op.drop_index("ix_opinion_event_step", "opinion_event")
    op.drop_column("opinion_event", "version")
    op.drop_column("opinion_event", "key")
    op.drop_index("ix_opinion_queue", "opinion")
    op.create_index("ix_opinion_state", "opinion", ["state"])
    for name in INDEXED:
        op.drop_index(f"ix_opinion_{name}", "opinion")
    with op.batch_alter_table("opinion") as batch:
        for name in (*(name for name, _, _ in COLUMNS), "representative_id", "merged_into_id"):
            batch.drop_column(name)
    for name in TABLES:
        op.drop_table(name)
