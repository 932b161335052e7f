"""What structures can do, and prefects' waivers."""

import sqlalchemy as sa
from alembic import op

revision = "0005_partners"
down_revision = "0004_markets"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "capability",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("trade", sa.String(length=40), nullable=False),
        sa.Column("monthly_hours", sa.Integer(), nullable=True),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_capability_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_capability")),
        sa.UniqueConstraint("organization_id", "trade", name=op.f("uq_capability_organization_id_trade")),
    )
    op.create_index(op.f("ix_capability_trade"), "capability", ["trade"], unique=False)
    op.create_table(
        "prefect_waiver",
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=60), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_prefect_waiver_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prefect_waiver")),
    )
    op.create_index(
        op.f("ix_prefect_waiver_organization_id"), "prefect_waiver", ["organization_id"], unique=False
    )
    # ### end Alembic commands ###


def downgrade() -> None:
    op.drop_index(op.f("ix_prefect_waiver_organization_id"), table_name="prefect_waiver")
    op.drop_table("prefect_waiver")
    op.drop_index(op.f("ix_capability_trade"), table_name="capability")
    op.drop_table("capability")
    # ### end Alembic commands ###
