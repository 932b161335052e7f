"""Reference values dated by the region: labour shares and hourly costs."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import allow_changes, forbid_changes

revision = "0015_reference_values"
down_revision = "0014_threads"
branch_labels = None
depends_on = None

APPEND_ONLY = ("reference_value",)


def upgrade() -> None:
    op.create_table(
        "reference_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("trade", sa.String(length=40), nullable=True),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("value > 0", name=op.f("ck_reference_value_value")),
        sa.CheckConstraint("effective_from >= recorded_on", name=op.f("ck_reference_value_never_past")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_reference_value_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference_value")),
    )
    op.create_index(op.f("ix_reference_value_kind_trade"), "reference_value", ["kind", "trade"])
    for table in APPEND_ONLY:
        forbid_changes(table)


def downgrade() -> None:
    for table in reversed(APPEND_ONLY):
        allow_changes(table)
    op.drop_table("reference_value")
