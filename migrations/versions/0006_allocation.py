"""Commitments and plans in versions."""

import sqlalchemy as sa
from alembic import op

revision = "0006_allocation"
down_revision = "0005_partners"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "commitment",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("relay_choice", sa.String(length=40), nullable=True),
        sa.Column("company_contact", sa.String(length=200), nullable=True),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'draft') OR (submitted_on IS NOT NULL)", name=op.f("ck_commitment_submitted")
        ),
        sa.ForeignKeyConstraint(["company_id"], ["organization.id"], name=op.f("fk_commitment_company_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_commitment_lot_id")),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["user_account.id"], name=op.f("fk_commitment_signed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
        sa.UniqueConstraint("lot_id", name=op.f("uq_commitment_lot_id")),
    )
    op.create_index(op.f("ix_commitment_company_id"), "commitment", ["company_id"], unique=False)
    op.create_table(
        "allocation_plan",
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_allocation_plan_commitment_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user_account.id"], name=op.f("fk_allocation_plan_proposed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation_plan")),
        sa.UniqueConstraint("commitment_id", "number", name=op.f("uq_allocation_plan_commitment_id_number")),
    )
    op.create_table(
        "commitment_line",
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("modality", sa.String(length=40), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("hours > 0", name=op.f("ck_commitment_line_hours")),
        sa.CheckConstraint("persons >= 1", name=op.f("ck_commitment_line_persons")),
        sa.ForeignKeyConstraint(
            ["commitment_id"], ["commitment.id"], name=op.f("fk_commitment_line_commitment_id")
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["organization.id"], name=op.f("fk_commitment_line_structure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment_line")),
    )
    op.create_index(
        op.f("ix_commitment_line_commitment_id"), "commitment_line", ["commitment_id"], unique=False
    )
    op.create_table(
        "allocation_line",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("modality", sa.String(length=40), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("first_month", sa.Date(), nullable=True),
        sa.Column("last_month", sa.Date(), nullable=True),
        sa.Column("override_reason", sa.String(length=40), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("counter_hours", sa.Integer(), nullable=True),
        sa.Column("decline_reason", sa.String(length=40), nullable=True),
        sa.Column("message", sa.String(length=500), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'countered') = (counter_hours IS NOT NULL)", name=op.f("ck_allocation_line_counter")
        ),
        sa.CheckConstraint("hours > 0", name=op.f("ck_allocation_line_hours")),
        sa.CheckConstraint("persons >= 1", name=op.f("ck_allocation_line_persons")),
        sa.ForeignKeyConstraint(["plan_id"], ["allocation_plan.id"], name=op.f("fk_allocation_line_plan_id")),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["organization.id"], name=op.f("fk_allocation_line_structure_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation_line")),
    )
    op.create_index(op.f("ix_allocation_line_plan_id"), "allocation_line", ["plan_id"], unique=False)
    op.create_index(
        "ix_allocation_line_structure_id_state", "allocation_line", ["structure_id", "state"], unique=False
    )
    # ### end Alembic commands ###


def downgrade() -> None:
    op.drop_index("ix_allocation_line_structure_id_state", table_name="allocation_line")
    op.drop_index(op.f("ix_allocation_line_plan_id"), table_name="allocation_line")
    op.drop_table("allocation_line")
    op.drop_index(op.f("ix_commitment_line_commitment_id"), table_name="commitment_line")
    op.drop_table("commitment_line")
    op.drop_table("allocation_plan")
    op.drop_index(op.f("ix_commitment_company_id"), table_name="commitment")
    op.drop_table("commitment")
    # ### end Alembic commands ###
