"""Territories, their EPCI and the mandates of resource persons."""

import sqlalchemy as sa
from alembic import op

revision = "0002_territory"
down_revision = "0001_people"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "territory",
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("region", sa.String(length=2), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_territory")),
        sa.UniqueConstraint("code", name=op.f("uq_territory_code")),
    )
    op.create_table(
        "mandate",
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("host_id", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_mandate_order")),
        sa.ForeignKeyConstraint(["host_id"], ["organization.id"], name=op.f("fk_mandate_host_id")),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_mandate_territory_id")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_mandate_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
    )
    op.create_index(op.f("ix_mandate_territory_id"), "mandate", ["territory_id"], unique=False)
    op.create_index(op.f("ix_mandate_user_id"), "mandate", ["user_id"], unique=False)
    op.create_table(
        "territory_epci",
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("epci_code", sa.String(length=9), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_territory_epci_territory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_territory_epci")),
    )
    op.create_index(
        "ix_territory_epci_epci_code_starts_on", "territory_epci", ["epci_code", "starts_on"], unique=False
    )
    op.create_index(op.f("ix_territory_epci_territory_id"), "territory_epci", ["territory_id"], unique=False)
    # ### end Alembic commands ###


def downgrade() -> None:
    op.drop_index(op.f("ix_territory_epci_territory_id"), table_name="territory_epci")
    op.drop_index("ix_territory_epci_epci_code_starts_on", table_name="territory_epci")
    op.drop_table("territory_epci")
    op.drop_index(op.f("ix_mandate_user_id"), table_name="mandate")
    op.drop_index(op.f("ix_mandate_territory_id"), table_name="mandate")
    op.drop_table("mandate")
    op.drop_table("territory")
    # ### end Alembic commands ###
