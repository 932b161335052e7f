"""Participants, eligibility, monthly reports and the ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0007_hours"
down_revision = "0006_allocation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "participant",
        sa.Column("last_name", sa.String(length=80), nullable=False),
        sa.Column("first_name", sa.String(length=80), nullable=False),
        sa.Column("fold", sa.String(length=170), nullable=False),
        sa.Column("birth", sa.Date(), nullable=False),
        sa.Column("gender", sa.String(length=40), nullable=False),
        sa.Column("commune_code", sa.String(length=5), nullable=True),
        sa.Column("priority_district", sa.Boolean(), nullable=False),
        sa.Column("prescriber", sa.String(length=40), nullable=True),
        sa.Column("informed_on", sa.Date(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["organization.id"], name=op.f("fk_participant_created_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
    )
    op.create_index("ix_participant_birth_fold", "participant", ["birth", "fold"], unique=False)
    op.create_table(
        "stored_file",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("owner_id", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["organization.id"], name=op.f("fk_stored_file_owner_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
        sa.UniqueConstraint("key", name=op.f("uq_stored_file_key")),
    )
    op.create_table(
        "eligibility",
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("categories", sa.JSON(), nullable=False),
        sa.Column("hired_on", sa.Date(), nullable=False),
        sa.Column("proof_label", sa.String(length=120), nullable=True),
        sa.Column("proof_file_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("message", sa.String(length=500), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_eligibility_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_eligibility_participant_id")
        ),
        sa.ForeignKeyConstraint(
            ["proof_file_id"], ["stored_file.id"], name=op.f("fk_eligibility_proof_file_id")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["organization.id"], name=op.f("fk_eligibility_submitted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility")),
    )
    op.create_index(op.f("ix_eligibility_participant_id"), "eligibility", ["participant_id"], unique=False)
    op.create_table(
        "employment_contract",
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("modality", sa.String(length=40), nullable=False),
        sa.Column("contract_type", sa.String(length=40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("tutor", sa.String(length=160), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_employment_contract_order")
        ),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["organization.id"], name=op.f("fk_employment_contract_employer_id")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_employment_contract_lot_id")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_employment_contract_participant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_employment_contract")),
        sa.UniqueConstraint(
            "participant_id",
            "lot_id",
            "employer_id",
            "starts_on",
            name=op.f("uq_employment_contract_participant_id_lot_id_employer_id_starts_on"),
        ),
    )
    op.create_index(
        op.f("ix_employment_contract_employer_id"), "employment_contract", ["employer_id"], unique=False
    )
    op.create_index(
        "ix_employment_contract_lot_id_employer_id",
        "employment_contract",
        ["lot_id", "employer_id"],
        unique=False,
    )
    op.create_table(
        "monthly_report",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("nil_comment", sa.String(length=300), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("return_reason", sa.String(length=40), nullable=True),
        sa.Column("return_message", sa.String(length=500), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('submitted', 'validated', 'partly_validated', 'nil')) <= (submitted_on IS NOT NULL)",
            name=op.f("ck_monthly_report_submitted"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_monthly_report_decided_by_id")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_monthly_report_lot_id")),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["user_account.id"], name=op.f("fk_monthly_report_submitted_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monthly_report")),
        sa.UniqueConstraint("lot_id", "month", name=op.f("uq_monthly_report_lot_id_month")),
    )
    op.create_index("ix_monthly_report_state_month", "monthly_report", ["state", "month"], unique=False)
    op.create_table(
        "relay",
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("alerted_on", sa.Date(), nullable=False),
        sa.Column("alert_month", sa.Date(), nullable=False),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column("planned_on", sa.Date(), nullable=True),
        sa.Column("override_reason", sa.String(length=40), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'overridden') = (override_reason IS NOT NULL)", name=op.f("ck_relay_override")
        ),
        sa.ForeignKeyConstraint(["employer_id"], ["organization.id"], name=op.f("fk_relay_employer_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_relay_lot_id")),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_relay_participant_id")),
        sa.ForeignKeyConstraint(["to_id"], ["organization.id"], name=op.f("fk_relay_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relay")),
        sa.UniqueConstraint("participant_id", "lot_id", name=op.f("uq_relay_participant_id_lot_id")),
    )
    op.create_index(op.f("ix_relay_lot_id"), "relay", ["lot_id"], unique=False)
    op.create_table(
        "hours_entry",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("modality", sa.String(length=40), nullable=False),
        sa.Column("worked", sa.Integer(), nullable=False),
        sa.Column("training", sa.Integer(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("contested", sa.String(length=300), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("refusal_reason", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("training >= 0 AND training <= 74400", name=op.f("ck_hours_entry_training")),
        sa.CheckConstraint("worked >= 0 AND worked <= 74400", name=op.f("ck_hours_entry_worked")),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["organization.id"], name=op.f("fk_hours_entry_employer_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["organization.id"], name=op.f("fk_hours_entry_entered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_hours_entry_participant_id")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["monthly_report.id"], name=op.f("fk_hours_entry_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_entry")),
        sa.UniqueConstraint(
            "report_id",
            "participant_id",
            "employer_id",
            "modality",
            name=op.f("uq_hours_entry_report_id_participant_id_employer_id_modality"),
        ),
    )
    op.create_index("ix_hours_entry_employer_id", "hours_entry", ["employer_id"], unique=False)
    op.create_index("ix_hours_entry_participant_id", "hours_entry", ["participant_id"], unique=False)
    op.create_table(
        "ledger_line",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("modality", sa.String(length=40), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("reverses_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'reversal') = (reverses_id IS NOT NULL)", name=op.f("ck_ledger_line_reversal")
        ),
        sa.CheckConstraint(
            "(kind = 'validation' AND hours > 0) OR (kind = 'reversal' AND hours < 0)",
            name=op.f("ck_ledger_line_sign"),
        ),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["organization.id"], name=op.f("fk_ledger_line_employer_id")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["hours_entry.id"], name=op.f("fk_ledger_line_entry_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_ledger_line_lot_id")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_ledger_line_participant_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_ledger_line_recorded_by_id")
        ),
        sa.ForeignKeyConstraint(["reverses_id"], ["ledger_line.id"], name=op.f("fk_ledger_line_reverses_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_line")),
        sa.UniqueConstraint("reverses_id", name=op.f("uq_ledger_line_reverses_id")),
    )
    op.create_index("ix_ledger_line_entry_id", "ledger_line", ["entry_id"], unique=False)
    op.create_index("ix_ledger_line_lot_id_month", "ledger_line", ["lot_id", "month"], unique=False)
    op.create_index(
        "ix_ledger_line_participant_id_month", "ledger_line", ["participant_id", "month"], unique=False
    )
    # ### end Alembic commands ###


def downgrade() -> None:
    op.drop_index("ix_ledger_line_participant_id_month", table_name="ledger_line")
    op.drop_index("ix_ledger_line_lot_id_month", table_name="ledger_line")
    op.drop_index("ix_ledger_line_entry_id", table_name="ledger_line")
    op.drop_table("ledger_line")
    op.drop_index("ix_hours_entry_participant_id", table_name="hours_entry")
    op.drop_index("ix_hours_entry_employer_id", table_name="hours_entry")
    op.drop_table("hours_entry")
    op.drop_index(op.f("ix_relay_lot_id"), table_name="relay")
    op.drop_table("relay")
    op.drop_index("ix_monthly_report_state_month", table_name="monthly_report")
    op.drop_table("monthly_report")
    op.drop_index("ix_employment_contract_lot_id_employer_id", table_name="employment_contract")
    op.drop_index(op.f("ix_employment_contract_employer_id"), table_name="employment_contract")
    op.drop_table("employment_contract")
    op.drop_index(op.f("ix_eligibility_participant_id"), table_name="eligibility")
    op.drop_table("eligibility")
    op.drop_table("stored_file")
    op.drop_index("ix_participant_birth_fold", table_name="participant")
    op.drop_table("participant")
    # ### end Alembic commands ###
