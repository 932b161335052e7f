"""What was decided lately on some lots is found without reading all that was decided in the region."""

from alembic import op

revision = "0060_reports_decided"
down_revision = "0059_email_models"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_monthly_report_lot_id_decided_on", "monthly_report", ["lot_id", "decided_on"])


def downgrade() -> None:
    op.drop_index("ix_monthly_report_lot_id_decided_on", table_name="monthly_report")
