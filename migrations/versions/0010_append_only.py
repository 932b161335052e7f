"""What may never be rewritten: the ledger of hours, the targets, the audit chain and the report snapshots.

Triggers on both databases, so that no forgotten code path, console or tool can change a line in silence.
"""

from alembic import op

revision = "0010_append_only"
down_revision = "0009_cooperation"
branch_labels = None
depends_on = None

TABLES = ("ledger_line", "hours_target", "audit_event", "report_snapshot")


def upgrade() -> None:
    for table in TABLES:
        if op.get_bind().dialect.name == "postgresql":
            op.execute(
                f"""CREATE FUNCTION refuse_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN RAISE EXCEPTION '{table} is append-only'; END $$"""
            )
            op.execute(
                f"""CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}
                FOR EACH ROW EXECUTE FUNCTION refuse_{table}()"""
            )
            continue
        for act in ("UPDATE", "DELETE"):
            op.execute(
                f"""CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
                BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
            )


def downgrade() -> None:
    for table in reversed(TABLES):
        if op.get_bind().dialect.name == "postgresql":
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
            op.execute(f"DROP FUNCTION refuse_{table}()")
            continue
        for act in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_no_{act}")
