"""Indexes for what is asked of a month of the whole region, and of the reports decided lately."""

from alembic import op

revision = "0050_growth"
down_revision = "0049_cooperation_records"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_lot_month_sum_month_lot_id", "lot_month_sum", ["month", "lot_id"])
    op.create_index("ix_monthly_report_decided_on", "monthly_report", ["decided_on"])


def downgrade() -> None:
    op.drop_index("ix_monthly_report_decided_on", "monthly_report")
    op.drop_index("ix_lot_month_sum_month_lot_id", "lot_month_sum")
