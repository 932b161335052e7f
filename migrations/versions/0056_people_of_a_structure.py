"""Indexes for what a home page asks of the people of a structure: a few of ten million lines, never all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0056_people_of_a_structure"
down_revision = "0055_stamps"
branch_labels = None
depends_on = None

UNDECIDED = sa.text("state IN ('draft', 'pending_evidence', 'pending_eligibility')")
PENDING = sa.text("state = 'pending_evidence'")
TRAINED = sa.text("training > 0")


def upgrade() -> None:
    op.create_index("ix_hours_entry_employer_id_report_id", "hours_entry", ["employer_id", "report_id"])
    op.drop_index("ix_hours_entry_employer_id", "hours_entry")
    op.create_index(
        "ix_hours_entry_undecided", "hours_entry", ["participant_id"],
        sqlite_where=UNDECIDED, postgresql_where=UNDECIDED,
    )  # fmt: skip
    op.create_index(
        "ix_hours_entry_pending", "hours_entry", ["state", "report_id"], sqlite_where=PENDING, postgresql_where=PENDING
    )  # fmt: skip
    op.create_index(
        "ix_hours_entry_trained", "hours_entry", ["participant_id"], sqlite_where=TRAINED, postgresql_where=TRAINED
    )  # fmt: skip
    op.create_index("ix_monthly_report_month", "monthly_report", ["month"])
    op.create_index(
        "ix_ledger_line_of_participant",
        "ledger_line",
        ["participant_id", "month", "modality", "lot_id", "hours"],
    )
    op.drop_index("ix_ledger_line_participant_id_month", "ledger_line")


def downgrade() -> None:
    op.create_index("ix_ledger_line_participant_id_month", "ledger_line", ["participant_id", "month"])
    op.drop_index("ix_ledger_line_of_participant", "ledger_line")
    op.drop_index("ix_monthly_report_month", "monthly_report")
    op.drop_index("ix_hours_entry_trained", "hours_entry")
    op.drop_index("ix_hours_entry_pending", "hours_entry")
    op.drop_index("ix_hours_entry_undecided", "hours_entry")
    op.create_index("ix_hours_entry_employer_id", "hours_entry", ["employer_id"])
    op.drop_index("ix_hours_entry_employer_id_report_id", "hours_entry")
