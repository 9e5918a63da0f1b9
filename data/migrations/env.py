"""How Alembic reaches our database: always over the connection that `Database` hands it."""

from alembic import context

from data.record.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
