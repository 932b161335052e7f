"""How the volume of a lot is expressed, and what changes it."""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

revision = "0011_bases"
down_revision = "0010_append_only"
branch_labels = None
depends_on = None

CLAUSE: Mapping[str, type[sa.types.TypeEngine]] = {
    "slice_amount": sa.BigInteger, "slice_hours": sa.Integer, "period_months": sa.Integer, "taken_over": sa.Integer,
}  # fmt: skip


def upgrade() -> None:
    for name, kind in CLAUSE.items():
        op.add_column("clause", sa.Column(name, kind(), nullable=True))
    _slices_leave_the_calculation()
    op.add_column("hours_target", sa.Column("suspended_on", sa.Date(), nullable=True))
    op.add_column(
        "hours_target", sa.Column("suspended_days", sa.Integer(), nullable=False, server_default=sa.text("0"))
    )
    _of_lot(
        "tranche",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=120), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("confirmed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("hours > 0", name=op.f("ck_tranche_hours")),
        unique="position",
    )
    _of_lot(
        "year_term",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("rate", sa.Integer(), nullable=True),
        sa.CheckConstraint("year > 0", name=op.f("ck_year_term_year")),
        unique="year",
    )
    _of_lot(
        "purchase_order",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=120), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("cancelled_on", sa.Date(), nullable=True),
        sa.Column("cancel_recorded_on", sa.Date(), nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_purchase_order_amount")),
        unique="number",
    )
    _of_lot(
        "worked_hours",
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("taken_over", sa.Integer(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.CheckConstraint("hours > 0", name=op.f("ck_worked_hours_hours")),
        unique="starts_on",
    )
    _of_lot(
        "contract_change",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        _link("contract_change", "recorded_by_id", "user_account"),
        sa.Column("amount_before", sa.BigInteger(), nullable=True),
        sa.Column("amount_after", sa.BigInteger(), nullable=True),
        sa.Column("hours_before", sa.Integer(), nullable=True),
        sa.Column("hours_after", sa.Integer(), nullable=True),
        sa.Column("months_before", sa.Integer(), nullable=True),
        sa.Column("months_after", sa.Integer(), nullable=True),
        sa.Column("computed_hours", sa.Integer(), nullable=True),
        sa.Column("proposed_hours", sa.Integer(), nullable=True),
        _link("contract_change", "holder_before_id", "organization"),
        _link("contract_change", "holder_after_id", "organization"),
        sa.Column("document", sa.String(length=120), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        _link("contract_change", "target_id", "hours_target"),
        _link("contract_change", "tranche_id", "tranche"),
        _link("contract_change", "order_id", "purchase_order"),
        unique="number",
    )
    _never_rewritten("contract_change")
    _of_lot(
        "lot_territory",
        _link("lot_territory", "territory_id", "territory", nullable=False),
        unique="territory_id",
    )
    op.create_index("ix_lot_territory_territory_id", "lot_territory", ["territory_id"])


def downgrade() -> None:
    op.drop_index("ix_lot_territory_territory_id", table_name="lot_territory")
    op.drop_table("lot_territory")
    op.drop_table("contract_change")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_contract_change()")
    for table in ("worked_hours", "purchase_order", "year_term", "tranche"):
        op.drop_table(table)
    op.drop_column("hours_target", "suspended_days")
    op.drop_column("hours_target", "suspended_on")
    for name in reversed(CLAUSE):
        op.drop_column("clause", name)


def _of_lot(table: str, *columns: sa.schema.SchemaItem, unique: str) -> None:
    op.create_table(
        table,
        sa.Column("lot_id", sa.Integer(), nullable=False),
        *columns,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f(f"fk_{table}_lot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("lot_id", unique, name=op.f(f"uq_{table}_lot_id_{unique}")),
    )


def _link(table: str, column: str, to: str, nullable: bool = True) -> sa.Column[int]:
    link = sa.ForeignKey(f"{to}.id", name=op.f(f"fk_{table}_{column}"))
    return sa.Column(column, sa.Integer(), link, nullable=nullable)


def _slices_leave_the_calculation() -> None:
    """The slices of an order were kept inside the calculation of a clause; they have columns of their own now."""
    clause = sa.table(
        "clause",
        sa.column("id", sa.Integer),
        sa.column("sizing", sa.JSON),
        sa.column("slice_amount", sa.BigInteger),
        sa.column("slice_hours", sa.Integer),
    )
    connection = op.get_bind()
    for id, sizing in connection.execute(sa.select(clause.c.id, clause.c.sizing)).all():
        if sizing and sizing.get("slice_amount"):
            connection.execute(
                clause.update()
                .where(clause.c.id == id)
                .values(slice_amount=sizing["slice_amount"], slice_hours=sizing.get("slice_hours"))
            )


def _never_rewritten(table: str) -> None:
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
