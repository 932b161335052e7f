"""How do migrations find the database? By the portal's own settings, or by the connection they are given.

SQLite rewrites whole tables to alter them (batch mode); each revision is one transaction on both databases.
"""

from alembic import context
from sqlalchemy import create_engine, event, pool
from sqlalchemy.types import TypeDecorator

import clauses.models  # noqa: F401
from clauses.config import read_settings
from clauses.extensions import Base, write_transaction

# Where a revision seals or opens rows, with the secrets of the portal and its own words of how.
context.config.attributes["secrets"] = lambda: read_settings().sealing_secrets


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


def _unbind(connection, record) -> None:
    if type(connection).__module__ == "sqlite3":
        connection.execute("PRAGMA foreign_keys=OFF")


def _check(connection) -> None:
    """No row may be left without the one it refers to."""
    if connection.dialect.name == "sqlite":
        lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if lost:
            raise RuntimeError(f"rows without the one they refer to: {lost[:5]}")


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = create_engine(read_settings().database_url, poolclass=pool.NullPool)
    # A table that others refer to is rewritten by dropping it: SQLite would refuse. The references are checked at the end.
    event.listen(engine, "connect", _unbind)
    with write_transaction(), engine.connect() as connection:
        run(connection)
        _check(connection)
        connection.commit()
