"""Alembic's entry. The program passes its own connection; the command line gets a scratch file.

Only alembic, sqlalchemy and tracker may be imported here and in the steps: PyInstaller does not look into data files.
"""

from alembic import context
from sqlalchemy import create_engine

from tracker.store.tables import Base


def run() -> None:
    """Run the steps on the connection given, or on an empty file in memory for ``alembic check``."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
        with context.begin_transaction():
            context.run_migrations()
        return
    with create_engine("sqlite://").connect() as scratch:
        context.configure(connection=scratch, target_metadata=Base.metadata, render_as_batch=True)
        with context.begin_transaction():
            context.run_migrations()


run()
