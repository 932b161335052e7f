"""The consolidation of a quarter: what each territory confirmed, and the figures it was closed with."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import allow_changes, forbid_changes

revision = "0047_quarters"
down_revision = "0046_dashboards"
branch_labels = None
depends_on = None

APPEND_ONLY = ("quarter_confirmation", "quarter_consolidation")


def upgrade() -> None:
    op.create_table(
        "quarter_confirmation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("comment", sa.String(length=500), nullable=True),
        sa.Column("confirmed_on", sa.Date(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_quarter_confirmation_territory_id")
        ),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["user_account.id"], name=op.f("fk_quarter_confirmation_confirmed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarter_confirmation")),
        sa.UniqueConstraint(
            "quarter",
            "territory_id",
            "number",
            name=op.f("uq_quarter_confirmation_quarter_territory_id_number"),
        ),
    )
    op.create_index(op.f("ix_quarter_confirmation_territory_id"), "quarter_confirmation", ["territory_id"])
    op.create_table(
        "quarter_consolidation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Date(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["user_account.id"], name=op.f("fk_quarter_consolidation_closed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quarter_consolidation")),
        sa.UniqueConstraint("quarter", name=op.f("uq_quarter_consolidation_quarter")),
    )
    for table in APPEND_ONLY:
        forbid_changes(table)


def downgrade() -> None:
    for table in reversed(APPEND_ONLY):
        allow_changes(table)
        op.drop_table(table)
