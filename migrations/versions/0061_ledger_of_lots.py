"""The persons who worked on some lots in some months are read from an index alone, not from the whole ledger."""

from alembic import op

revision = "0061_ledger_of_lots"
down_revision = "0060_reports_decided"
branch_labels = None
depends_on = None

NARROW, WIDE = ["lot_id", "month"], ["lot_id", "month", "participant_id", "hours", "recorded_on"]


def upgrade() -> None:
    op.create_index("ix_ledger_line_of_lot", "ledger_line", WIDE)
    op.drop_index("ix_ledger_line_lot_id_month", table_name="ledger_line")


def downgrade() -> None:
    op.create_index("ix_ledger_line_lot_id_month", "ledger_line", NARROW)
    op.drop_index("ix_ledger_line_of_lot", table_name="ledger_line")
