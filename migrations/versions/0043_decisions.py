"""Penalties of the contracts, decisions on lots, their closing."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import allow_changes, forbid_changes

revision = "0043_decisions"
down_revision = "0042_pathways"
branch_labels = None
depends_on = None

APPEND_ONLY = ("contract_penalty", "decision_answer", "closing_report")


def upgrade() -> None:
    op.add_column("lot", sa.Column("closed_on", sa.Date(), nullable=True))
    op.add_column("hours_target", sa.Column("neutralised", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "contract_penalty",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hours_price", sa.String(length=40), nullable=False),
        sa.Column("per_hour", sa.BigInteger(), nullable=True),
        sa.Column("multiple", sa.Integer(), nullable=True),
        sa.Column("price_day", sa.String(length=40), nullable=False),
        sa.Column("fixed_on", sa.Date(), nullable=True),
        sa.Column("per_day_late", sa.BigInteger(), nullable=True),
        sa.Column("per_absence", sa.BigInteger(), nullable=True),
        sa.Column("prior_notice", sa.Boolean(), nullable=False),
        sa.Column("both_bases", sa.Boolean(), nullable=False),
        sa.Column("article", sa.String(length=200), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(hours_price = 'per_hour') = (per_hour IS NOT NULL)", name=op.f("ck_contract_penalty_per_hour")
        ),
        sa.CheckConstraint(
            "(hours_price IN ('times_smic', 'times_ceiling')) = (multiple IS NOT NULL)",
            name=op.f("ck_contract_penalty_multiple"),
        ),
        sa.CheckConstraint(
            "(price_day = 'fixed') = (fixed_on IS NOT NULL)", name=op.f("ck_contract_penalty_fixed_on")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_contract_penalty_lot_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_contract_penalty_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract_penalty")),
        sa.UniqueConstraint("lot_id", "number", name=op.f("uq_contract_penalty_lot_id_number")),
    )
    op.create_table(
        "lot_decision",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(length=40), nullable=True),
        sa.Column("demand", sa.String(length=40), nullable=True),
        sa.Column("delay_days", sa.Integer(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("neutralised", sa.Integer(), nullable=False),
        sa.Column("validated", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("ledger_id", sa.Integer(), nullable=True),
        sa.Column("proposed_amount", sa.BigInteger(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("proposal", sa.JSON(), nullable=True),
        sa.Column("terms_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("article", sa.String(length=200), nullable=True),
        sa.Column("with_opinion", sa.Boolean(), nullable=False),
        sa.Column("prepared_on", sa.Date(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("prepared_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("waived_on", sa.Date(), nullable=True),
        sa.Column("waived_by_id", sa.Integer(), nullable=True),
        sa.Column("waiver_reason", sa.Text(), nullable=True),
        sa.Column("target_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'waived') <= (waived_on IS NOT NULL)", name=op.f("ck_lot_decision_waived")
        ),
        sa.CheckConstraint(
            "kind <> 'penalty' OR decided_by_id IS NULL OR decided_by_id <> prepared_by_id",
            name=op.f("ck_lot_decision_two_people"),
        ),
        sa.CheckConstraint("amount IS NULL OR amount >= 0", name=op.f("ck_lot_decision_amount")),
        sa.CheckConstraint("hours IS NULL OR hours > 0", name=op.f("ck_lot_decision_hours")),
        sa.CheckConstraint(
            "proposed_amount IS NULL OR proposed_amount >= 0", name=op.f("ck_lot_decision_proposed_amount")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_lot_decision_decided_by_id")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_lot_decision_lot_id")),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["user_account.id"], name=op.f("fk_lot_decision_prepared_by_id")
        ),
        sa.ForeignKeyConstraint(["target_id"], ["hours_target.id"], name=op.f("fk_lot_decision_target_id")),
        sa.ForeignKeyConstraint(["terms_id"], ["contract_penalty.id"], name=op.f("fk_lot_decision_terms_id")),
        sa.ForeignKeyConstraint(
            ["waived_by_id"], ["user_account.id"], name=op.f("fk_lot_decision_waived_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot_decision")),
        sa.UniqueConstraint("lot_id", "number", name=op.f("uq_lot_decision_lot_id_number")),
    )
    op.create_index("ix_lot_decision_state_id", "lot_decision", ["state", "id"], unique=False)
    op.create_table(
        "decision_answer",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("contests", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_decision_answer_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["lot_decision.id"], name=op.f("fk_decision_answer_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_decision_answer_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_answer")),
    )
    op.create_index(op.f("ix_decision_answer_decision_id"), "decision_answer", ["decision_id"], unique=False)
    op.create_table(
        "closing_report",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("causes", sa.JSON(), nullable=False),
        sa.Column("neutralise", sa.Integer(), nullable=False),
        sa.Column("attribution", sa.String(length=40), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("neutralised", sa.Integer(), nullable=False),
        sa.Column("validated", sa.Integer(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_closing_report_lot_id")),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["user_account.id"], name=op.f("fk_closing_report_sent_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_report")),
        sa.UniqueConstraint("lot_id", "number", name=op.f("uq_closing_report_lot_id_number")),
    )
    op.create_table(
        "lot_closing",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.Column("neutralised", sa.Integer(), nullable=False),
        sa.Column("validated", sa.Integer(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("sub_targets_met", sa.Boolean(), nullable=False),
        sa.Column("proposed_amount", sa.BigInteger(), nullable=True),
        sa.Column("decided_amount", sa.BigInteger(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by_id", sa.Integer(), nullable=False),
        sa.Column("reopening_asked_on", sa.Date(), nullable=True),
        sa.Column("reopening_asked_by_id", sa.Integer(), nullable=True),
        sa.Column("reopening_asked_as", sa.String(length=40), nullable=True),
        sa.Column("reopening_reason", sa.Text(), nullable=True),
        sa.Column("reopened_on", sa.Date(), nullable=True),
        sa.Column("reopened_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(reopened_on IS NULL) = (reopened_by_id IS NULL)", name=op.f("ck_lot_closing_reopened")
        ),
        sa.CheckConstraint(
            "reopened_by_id IS NULL OR reopened_by_id <> reopening_asked_by_id",
            name=op.f("ck_lot_closing_two_people"),
        ),
        sa.ForeignKeyConstraint(
            ["closed_by_id"], ["user_account.id"], name=op.f("fk_lot_closing_closed_by_id")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_lot_closing_lot_id")),
        sa.ForeignKeyConstraint(
            ["reopened_by_id"], ["user_account.id"], name=op.f("fk_lot_closing_reopened_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["reopening_asked_by_id"], ["user_account.id"], name=op.f("fk_lot_closing_reopening_asked_by_id")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["closing_report.id"], name=op.f("fk_lot_closing_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot_closing")),
        sa.UniqueConstraint("lot_id", "number", name=op.f("uq_lot_closing_lot_id_number")),
    )
    for table in APPEND_ONLY:
        forbid_changes(table)


def downgrade() -> None:
    for table in APPEND_ONLY:
        allow_changes(table)
    for table in ("lot_closing", "closing_report", "decision_answer", "lot_decision", "contract_penalty"):
        op.drop_table(table)
    op.drop_column("hours_target", "neutralised")
    op.drop_column("lot", "closed_on")
