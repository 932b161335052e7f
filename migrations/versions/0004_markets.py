"""Markets, lots, clauses, dated targets, opinions and awards."""

import sqlalchemy as sa
from alembic import op

revision = "0004_markets"
down_revision = "0003_journal"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "market",
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=1000), nullable=False),
        sa.Column("buyer_id", sa.Integer(), nullable=False),
        sa.Column("market_type", sa.String(length=40), nullable=False),
        sa.Column("market_form", sa.String(length=40), nullable=False),
        sa.Column("procedure", sa.String(length=40), nullable=False),
        sa.Column("programme", sa.String(length=40), nullable=False),
        sa.Column("cpv", sa.String(length=10), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("publication_date", sa.Date(), nullable=True),
        sa.Column("offers_deadline", sa.Date(), nullable=True),
        sa.Column("exec_start", sa.Date(), nullable=True),
        sa.Column("exec_months", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("opinion_question", sa.Text(), nullable=True),
        sa.Column("opinion_requested_on", sa.Date(), nullable=True),
        sa.Column("opinion_due_on", sa.Date(), nullable=True),
        sa.Column("opinion_given_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("published_without_opinion", sa.Boolean(), nullable=False),
        sa.Column("visible", sa.Boolean(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("source_uid", sa.String(length=80), nullable=True),
        sa.Column("source_record", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount IS NULL OR amount > 0", name=op.f("ck_market_amount")),
        sa.ForeignKeyConstraint(["buyer_id"], ["organization.id"], name=op.f("fk_market_buyer_id")),
        sa.ForeignKeyConstraint(["changed_by_id"], ["user_account.id"], name=op.f("fk_market_changed_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market")),
        sa.UniqueConstraint("buyer_id", "reference", name=op.f("uq_market_buyer_id_reference")),
        sa.UniqueConstraint("source_uid", name=op.f("uq_market_source_uid")),
    )
    op.create_index(op.f("ix_market_buyer_id"), "market", ["buyer_id"], unique=False)
    op.create_index("ix_market_state_id", "market", ["state", "id"], unique=False)
    op.create_table(
        "lot",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=1000), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("trade", sa.String(length=40), nullable=True),
        sa.Column("places", sa.JSON(), nullable=False),
        sa.Column("has_clause", sa.Boolean(), nullable=True),
        sa.Column("no_clause_reason", sa.String(length=40), nullable=True),
        sa.Column("territory_id", sa.Integer(), nullable=True),
        sa.Column("result", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount IS NULL OR amount > 0", name=op.f("ck_lot_amount")),
        sa.CheckConstraint(
            "has_clause IS NULL OR has_clause OR no_clause_reason IS NOT NULL", name=op.f("ck_lot_reason")
        ),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_lot_market_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_lot_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot")),
        sa.UniqueConstraint("market_id", "number", name=op.f("uq_lot_market_id_number")),
    )
    op.create_index(op.f("ix_lot_market_id"), "lot", ["market_id"], unique=False)
    op.create_index(op.f("ix_lot_territory_id"), "lot", ["territory_id"], unique=False)
    op.create_table(
        "award",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("awardee_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("awarded_on", sa.Date(), nullable=True),
        sa.Column("notified_on", sa.Date(), nullable=False),
        sa.Column("exec_start", sa.Date(), nullable=False),
        sa.Column("exec_months", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["awardee_id"], ["organization.id"], name=op.f("fk_award_awardee_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_award_lot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award")),
        sa.UniqueConstraint("lot_id", name=op.f("uq_award_lot_id")),
    )
    op.create_index(op.f("ix_award_awardee_id"), "award", ["awardee_id"], unique=False)
    op.create_table(
        "clause",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("clause_type", sa.String(length=40), nullable=False),
        sa.Column("hours_basis", sa.String(length=40), nullable=False),
        sa.Column("labour_share", sa.Integer(), nullable=True),
        sa.Column("hourly_cost", sa.BigInteger(), nullable=True),
        sa.Column("integration_rate", sa.Integer(), nullable=True),
        sa.Column("computed_hours", sa.Integer(), nullable=True),
        sa.Column("proposed_hours", sa.Integer(), nullable=True),
        sa.Column("target_hours", sa.Integer(), nullable=True),
        sa.Column("deviation_reason", sa.String(length=500), nullable=True),
        sa.Column("sizing", sa.JSON(), nullable=True),
        sa.Column("publics", sa.JSON(), nullable=False),
        sa.Column("modalities", sa.JSON(), nullable=False),
        sa.Column("training_counts", sa.Boolean(), nullable=False),
        sa.Column("penalty_hour", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("target_hours IS NULL OR target_hours > 0", name=op.f("ck_clause_target_hours")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_clause_lot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause")),
        sa.UniqueConstraint("lot_id", name=op.f("uq_clause_lot_id")),
    )
    op.create_table(
        "hours_target",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("exec_start", sa.Date(), nullable=False),
        sa.Column("exec_months", sa.Integer(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("hours >= 0", name=op.f("ck_hours_target_hours")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_hours_target_lot_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_hours_target_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_target")),
        sa.UniqueConstraint("lot_id", "number", name=op.f("uq_hours_target_lot_id_number")),
    )
    op.create_table(
        "lot_party",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("capacity", sa.String(length=40), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_lot_party_lot_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_lot_party_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lot_party")),
        sa.UniqueConstraint(
            "lot_id", "organization_id", "capacity", name=op.f("uq_lot_party_lot_id_organization_id_capacity")
        ),
    )
    op.create_index(
        "ix_lot_party_organization_id_lot_id", "lot_party", ["organization_id", "lot_id"], unique=False
    )
    op.create_table(
        "opinion",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=40), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["given_by_id"], ["user_account.id"], name=op.f("fk_opinion_given_by_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_opinion_lot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
    )
    op.create_index(op.f("ix_opinion_lot_id"), "opinion", ["lot_id"], unique=False)
    # ### end Alembic commands ###


def downgrade() -> None:
    op.drop_index(op.f("ix_opinion_lot_id"), table_name="opinion")
    op.drop_table("opinion")
    op.drop_index("ix_lot_party_organization_id_lot_id", table_name="lot_party")
    op.drop_table("lot_party")
    op.drop_table("hours_target")
    op.drop_table("clause")
    op.drop_index(op.f("ix_award_awardee_id"), table_name="award")
    op.drop_table("award")
    op.drop_index(op.f("ix_lot_territory_id"), table_name="lot")
    op.drop_index(op.f("ix_lot_market_id"), table_name="lot")
    op.drop_table("lot")
    op.drop_index("ix_market_state_id", table_name="market")
    op.drop_index(op.f("ix_market_buyer_id"), table_name="market")
    op.drop_table("market")
    # ### end Alembic commands ###
