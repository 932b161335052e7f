"""The joint annual review of a territory, its signatures, and the convention that is renewed each year."""

import sqlalchemy as sa
from alembic import op

revision = "0054_joint_reviews"
down_revision = "0053_sampling"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cooperation_agreement",
        sa.Column("department", sa.String(length=3), nullable=False),
        sa.Column("title", sa.String(length=160), nullable=False),
        sa.Column("signatories", sa.String(length=500), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("end_reason", sa.String(length=500), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(ended_on IS NULL) = (end_reason IS NULL)", name=op.f("ck_cooperation_agreement_ended")
        ),
        sa.CheckConstraint(
            "ended_on IS NULL OR ended_on > effective_on", name=op.f("ck_cooperation_agreement_order")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_cooperation_agreement_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation_agreement")),
        sa.UniqueConstraint("department", name=op.f("uq_cooperation_agreement_department")),
    )
    op.create_table(
        "joint_annual_review",
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("success", sa.Text(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("change", sa.Text(), nullable=False),
        sa.Column("frozen_on", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_joint_annual_review_territory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_annual_review")),
        sa.UniqueConstraint("territory_id", "year", name=op.f("uq_joint_annual_review_territory_id_year")),
    )
    op.create_table(
        "review_signature",
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signed_by_id", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(signed_on IS NULL) = (signed_by_id IS NULL)", name=op.f("ck_review_signature_signed")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_review_signature_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["joint_annual_review.id"], name=op.f("fk_review_signature_review_id")
        ),
        sa.ForeignKeyConstraint(
            ["signed_by_id"], ["user_account.id"], name=op.f("fk_review_signature_signed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_signature")),
        sa.UniqueConstraint(
            "review_id", "organization_id", name=op.f("uq_review_signature_review_id_organization_id")
        ),
    )
    with op.batch_alter_table("review_signature", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_review_signature_organization_id"), ["organization_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("review_signature", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_signature_organization_id"))

    op.drop_table("review_signature")
    op.drop_table("joint_annual_review")
    op.drop_table("cooperation_agreement")
