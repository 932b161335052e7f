"""Sums of the ledger by lot, kept by the database itself."""

import sqlalchemy as sa
from alembic import op

revision = "0046_dashboards"
down_revision = "0045_reports"
branch_labels = None
depends_on = None

SUMS = {
    "lot_month_sum": ("lot_id", "month", "employer_id", "modality"),
    "lot_person_sum": ("lot_id", "participant_id", "employer_id"),
}


def upgrade() -> None:
    op.create_table(
        "lot_month_sum",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("modality", sa.String(length=40), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_lot_month_sum_lot_id")),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["organization.id"], name=op.f("fk_lot_month_sum_employer_id")
        ),
        sa.PrimaryKeyConstraint(*SUMS["lot_month_sum"], name=op.f("pk_lot_month_sum")),
    )
    op.create_index("ix_lot_month_sum_employer_id", "lot_month_sum", ["employer_id"])
    op.create_table(
        "lot_person_sum",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_lot_person_sum_lot_id")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_lot_person_sum_participant_id")
        ),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["organization.id"], name=op.f("fk_lot_person_sum_employer_id")
        ),
        sa.PrimaryKeyConstraint(*SUMS["lot_person_sum"], name=op.f("pk_lot_person_sum")),
    )
    op.create_index("ix_lot_person_sum_employer_id", "lot_person_sum", ["employer_id"])
    for table, key in SUMS.items():
        columns = ", ".join(key)
        op.execute(
            f"INSERT INTO {table} ({columns}, hours)"
            f" SELECT {columns}, SUM(hours) FROM ledger_line GROUP BY {columns}"
        )
    if op.get_bind().dialect.name == "postgresql":
        _kept_by_postgresql()
    else:
        _kept_by_sqlite()


def _kept_by_sqlite() -> None:
    acts = "".join(
        f"""INSERT INTO {table} ({", ".join(key)}, hours) VALUES ({", ".join(f"NEW.{name}" for name in key)}, NEW.hours)
            ON CONFLICT ({", ".join(key)}) DO UPDATE SET hours = hours + excluded.hours;
        """
        for table, key in SUMS.items()
    )
    op.execute(f"CREATE TRIGGER ledger_line_sums AFTER INSERT ON ledger_line BEGIN {acts} END")


def _kept_by_postgresql() -> None:
    """Once a statement, in the order of the keys: two writers meet in the same order and never block one another."""
    acts = "".join(
        f"""INSERT INTO {table} AS kept ({", ".join(key)}, hours)
            SELECT {", ".join(key)}, SUM(hours) FROM fresh GROUP BY {", ".join(key)} ORDER BY {", ".join(key)}
            ON CONFLICT ({", ".join(key)}) DO UPDATE SET hours = kept.hours + excluded.hours;
        """
        for table, key in SUMS.items()
    )
    op.execute(
        f"""CREATE FUNCTION sum_ledger_lines() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN {acts} RETURN NULL; END $$"""
    )
    op.execute(
        """CREATE TRIGGER ledger_line_sums AFTER INSERT ON ledger_line
        REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION sum_ledger_lines()"""
    )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER ledger_line_sums ON ledger_line")
        op.execute("DROP FUNCTION sum_ledger_lines()")
    else:
        op.execute("DROP TRIGGER ledger_line_sums")
    op.drop_table("lot_person_sum")
    op.drop_table("lot_month_sum")
