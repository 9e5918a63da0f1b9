"""The source of a matter: a channel and a program, where a talk had to be invented for it."""

import sqlalchemy as sa
from alembic import op

from data.column import Seal

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TALK = "(SELECT {} FROM conversation WHERE conversation.id = opinion.conversation_id)"
INVENTED = "SELECT id FROM conversation WHERE door IN ('desk', 'api')"


def upgrade() -> None:
    """Add what an opinion knows of its source, and let go of the invented talks."""
    op.add_column("opinion", sa.Column("channel", sa.String(32), nullable=True))
    op.add_column("opinion", sa.Column("client", sa.String(), nullable=True))
    op.create_index("ix_opinion_client", "opinion", ["client"])
    op.execute(f"UPDATE opinion SET channel = {TALK.format('door')}")
    op.execute(f"UPDATE opinion SET client = {TALK.format(_before_colon())} WHERE channel = 'api'")
    with op.batch_alter_table("opinion") as table:
        table.alter_column("channel", existing_type=sa.String(32), nullable=False)
        table.alter_column("conversation_id", existing_type=sa.String(), nullable=True)
    op.execute(
        "UPDATE notice SET address = (SELECT code FROM opinion WHERE id = notice.opinion_id)"
        " WHERE audience = 'resident' AND door IN ('desk', 'api')"
    )
    op.execute(f"UPDATE opinion SET conversation_id = NULL WHERE conversation_id IN ({INVENTED})")
    op.execute("DELETE FROM conversation WHERE door IN ('desk', 'api')")


def _before_colon() -> str:
    """The program's name in a sender "NAME:…"."""
    if op.get_bind().dialect.name == "postgresql":
        return "split_part(sender, ':', 1)"
    return "substr(sender, 1, instr(sender || ':', ':') - 1)"


def downgrade() -> None:
    """Invent a talk again for what has none, and drop what was added."""
    empty = Seal.fernet().encrypt(b"{}").decode()
    op.execute(
        "INSERT INTO conversation (id, door, sender, state, started_at, touched_at)"
        " SELECT 'opinion-' || code, channel, COALESCE(client, 'desk') || ':' || code,"
        f" '{empty}', filed_at, filed_at FROM opinion WHERE conversation_id IS NULL"
    )
    op.execute(
        "UPDATE opinion SET conversation_id = 'opinion-' || code WHERE conversation_id IS NULL"
    )
    with op.batch_alter_table("opinion") as table:
        table.alter_column("conversation_id", existing_type=sa.String(), nullable=False)
    op.drop_index("ix_opinion_client", "opinion")
    op.drop_column("opinion", "client")
    op.drop_column("opinion", "channel")
