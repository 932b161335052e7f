"""What a buyer spends in a year, and the essential data of its concessions."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import allow_changes, forbid_changes

revision = "0019_buyer_purchases"
down_revision = "0018_clause_base"
branch_labels = None
depends_on = None

APPEND_ONLY = ("buyer_purchases",)


def upgrade() -> None:
    op.create_table(
        "buyer_purchases",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_buyer_purchases_amount")),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name=op.f("ck_buyer_purchases_year")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_buyer_purchases_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_buyer_purchases_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buyer_purchases")),
    )
    op.create_index("ix_buyer_purchases_organization_id_year", "buyer_purchases", ["organization_id", "year"])
    op.create_table(
        "concession_data",
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.String(length=16), nullable=False),
        sa.Column("nature", sa.String(length=60), nullable=False),
        sa.Column("procedure", sa.String(length=60), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("subsidy", sa.BigInteger(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("environmental", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("partners", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount >= 100", name=op.f("ck_concession_data_amount")),
        sa.CheckConstraint("subsidy >= 0", name=op.f("ck_concession_data_subsidy")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_concession_data_award_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_concession_data")),
        sa.UniqueConstraint("award_id", name=op.f("uq_concession_data_award_id")),
    )
    for table in APPEND_ONLY:
        forbid_changes(table)


def downgrade() -> None:
    for table in reversed(APPEND_ONLY):
        allow_changes(table)
    op.drop_table("concession_data")
    op.drop_table("buyer_purchases")
