"""How does a table refuse, by itself, that what it holds is changed or taken away? Triggers, on both databases.

The migrations stand on these two functions: what they write is never changed here, a new need gets a new function.
"""

from alembic import op


def forbid_changes(table: str) -> None:
    """UPDATE and DELETE of this table fail from now on."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"""CREATE FUNCTION refuse_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"""
        )
        op.execute(
            f"""CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION refuse_{table}()"""
        )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"""CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
            BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
        )


def allow_changes(table: str) -> None:
    """Takes the triggers away, before the table itself goes."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
        op.execute(f"DROP FUNCTION refuse_{table}()")
        return
    for act in ("update", "delete"):
        op.execute(f"DROP TRIGGER {table}_no_{act}")


def forbid_updates(table: str) -> None:
    """UPDATE of this table fails from now on; what it holds may still go when its time to be kept is over."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"""CREATE FUNCTION refuse_update_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '{table} is never changed'; END $$"""
        )
        op.execute(
            f"""CREATE TRIGGER {table}_as_written BEFORE UPDATE ON {table}
            FOR EACH ROW EXECUTE FUNCTION refuse_update_{table}()"""
        )
        return
    op.execute(
        f"""CREATE TRIGGER {table}_as_written BEFORE UPDATE ON {table}
        BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"""
    )


def allow_updates(table: str) -> None:
    """Takes that trigger away, before the table itself goes."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {table}_as_written ON {table}")
        op.execute(f"DROP FUNCTION refuse_update_{table}()")
        return
    op.execute(f"DROP TRIGGER {table}_as_written")


def forbid_saying_otherwise(table: str, columns: tuple[str, ...]) -> None:
    """What these columns of a table say is never said otherwise nor taken back; a row is never taken away."""
    if op.get_bind().dialect.name == "postgresql":
        changed = " OR ".join(f"(OLD.{c} IS NOT NULL AND NEW.{c} IS DISTINCT FROM OLD.{c})" for c in columns)
        op.execute(
            f"""CREATE FUNCTION refuse_otherwise_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'DELETE' THEN RAISE EXCEPTION '{table} is never taken away'; END IF;
                IF {changed} THEN RAISE EXCEPTION '{table} is never said otherwise'; END IF;
                RETURN NEW;
            END $$"""
        )
        op.execute(
            f"""CREATE TRIGGER {table}_as_said BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION refuse_otherwise_{table}()"""
        )
        return
    changed = " OR ".join(f"(OLD.{c} IS NOT NULL AND NEW.{c} IS NOT OLD.{c})" for c in columns)
    op.execute(
        f"""CREATE TRIGGER {table}_as_said BEFORE UPDATE ON {table} WHEN {changed}
        BEGIN SELECT RAISE(ABORT, '{table} is never said otherwise'); END"""
    )
    op.execute(
        f"""CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}
        BEGIN SELECT RAISE(ABORT, '{table} is never taken away'); END"""
    )


def allow_saying_otherwise(table: str) -> None:
    """Takes those triggers away, before the table itself goes."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {table}_as_said ON {table}")
        op.execute(f"DROP FUNCTION refuse_otherwise_{table}()")
        return
    op.execute(f"DROP TRIGGER {table}_as_said")
    op.execute(f"DROP TRIGGER {table}_no_delete")
