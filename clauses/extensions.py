"""Which Flask extensions does the portal use? Made here, bound in `app.py`.

SQLite is given what it needs to lose nothing: WAL, synchronous=FULL, foreign keys, and `BEGIN IMMEDIATE` for a
transaction that will write, because a deferred one fails half-way when another writer came first.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from flask_login import LoginManager
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from htmx_flask import Htmx
from sqlalchemy import Engine, MetaData, event
from sqlalchemy.orm import DeclarativeBase

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}

writing: ContextVar[bool] = ContextVar("writing", default=False)
flushing: ContextVar[bool] = ContextVar("flushing", default=False)


class Base(DeclarativeBase):
    """The ground of every table."""

    metadata = MetaData(naming_convention=NAMES)


class TellingSession(Session):
    """A session that tells when what is written is rows of its own: each of them is then known one by one."""

    def flush(self, objects: Any = None) -> None:
        token = flushing.set(True)
        try:
            super().flush(objects)
        finally:
            flushing.reset(token)


db = SQLAlchemy(metadata=Base.metadata, session_options={"class_": TellingSession, "expire_on_commit": False})
login_manager = LoginManager()
htmx = Htmx()


@contextmanager
def write_transaction() -> Iterator[None]:
    """Transactions begun inside are for writing; on SQLite they take the writers' turn at once."""
    token = writing.set(True)
    try:
        yield
    finally:
        writing.reset(token)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, record: Any) -> None:
    if type(connection).__module__ != "sqlite3":
        return
    connection.isolation_level = None  # SQLAlchemy's begin event below opens the transaction, not the driver
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "busy_timeout=15000", "journal_mode=WAL", "synchronous=FULL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Any) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing.get() else "BEGIN")
