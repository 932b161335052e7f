"""How do migrations find the database? By the portal's own settings, or by the connection they are given.

SQLite rewrites whole tables to alter them (batch mode); each revision is one transaction on both databases.
"""

from alembic import context
from sqlalchemy import create_engine, pool
from sqlalchemy.types import TypeDecorator

import clauses.models  # noqa: F401
from clauses.config import read_settings
from clauses.extensions import Base, write_transaction


def render_item(kind, item, autogen_context):
    """Migrations speak plain SQL types: they must not depend on today's code."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def run(connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=render_item,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
        compare_type=False,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = create_engine(read_settings().database_url, poolclass=pool.NullPool)
    with write_transaction(), engine.connect() as connection:
        run(connection)
        connection.commit()
