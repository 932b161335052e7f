"""The yearly programme of a buyer, and what it says of its awards to publish them."""

import sqlalchemy as sa
from alembic import op

revision = "0013_programme"
down_revision = "0012_levers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "column_mapping",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("heading", sa.String(length=120), nullable=False),
        sa.Column("meaning", sa.String(length=20), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_column_mapping_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_mapping")),
        sa.UniqueConstraint(
            "organization_id", "heading", name=op.f("uq_column_mapping_organization_id_heading")
        ),
    )
    op.create_table(
        "yearly_programme",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_yearly_programme_created_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_yearly_programme_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_yearly_programme")),
    )
    op.create_index(
        "ix_yearly_programme_organization_id_year",
        "yearly_programme",
        ["organization_id", "year"],
        unique=False,
    )
    op.create_table(
        "programme_line",
        sa.Column("programme_id", sa.Integer(), nullable=False),
        sa.Column("row", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=True),
        sa.Column("title", sa.String(length=1000), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("months", sa.Integer(), nullable=True),
        sa.Column("commune_code", sa.String(length=5), nullable=True),
        sa.Column("trade", sa.String(length=40), nullable=True),
        sa.Column("trade_guessed", sa.Boolean(), nullable=False),
        sa.Column("free", sa.JSON(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount IS NULL OR amount > 0", name=op.f("ck_programme_line_amount")),
        sa.CheckConstraint("months IS NULL OR months > 0", name=op.f("ck_programme_line_months")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_programme_line_market_id")),
        sa.ForeignKeyConstraint(
            ["programme_id"], ["yearly_programme.id"], name=op.f("fk_programme_line_programme_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_line")),
        sa.UniqueConstraint("programme_id", "row", name=op.f("uq_programme_line_programme_id_row")),
    )
    op.create_index(op.f("ix_programme_line_market_id"), "programme_line", ["market_id"], unique=False)
    op.create_table(
        "essential_data",
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.String(length=16), nullable=False),
        sa.Column("cpv", sa.String(length=10), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("offers", sa.Integer(), nullable=False),
        sa.Column("ccag", sa.String(length=60), nullable=False),
        sa.Column("price_form", sa.String(length=20), nullable=False),
        sa.Column("price_types", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("techniques", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("environmental", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("innovative", sa.Boolean(), nullable=False),
        sa.Column("subcontracting", sa.Boolean(), nullable=False),
        sa.Column("advance", sa.Boolean(), nullable=False),
        sa.Column("advance_rate", sa.Integer(), nullable=True),
        sa.Column("group_form", sa.String(length=20), nullable=False),
        sa.Column("partners", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount >= 100", name=op.f("ck_essential_data_amount")),
        sa.CheckConstraint("offers >= 1", name=op.f("ck_essential_data_offers")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_essential_data_award_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_essential_data")),
        sa.UniqueConstraint("award_id", name=op.f("uq_essential_data_award_id")),
    )


def downgrade() -> None:
    op.drop_table("essential_data")
    op.drop_index(op.f("ix_programme_line_market_id"), table_name="programme_line")
    op.drop_table("programme_line")
    op.drop_index("ix_yearly_programme_organization_id_year", table_name="yearly_programme")
    op.drop_table("yearly_programme")
    op.drop_table("column_mapping")
