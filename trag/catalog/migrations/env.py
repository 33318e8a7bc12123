"""Alembic's entry point; the catalog hands over its own connection."""

from alembic import context

from trag.catalog.models import Table

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Table.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
