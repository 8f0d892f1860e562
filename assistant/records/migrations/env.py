"""Run by Alembic inside the transaction of ``Database.migrate``."""

from alembic import context

from assistant.records.tables import Base

# SQLite can change a table only by copying it.
context.configure(
    connection=context.config.attributes["connection"], target_metadata=Base.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
