"""Requests of companies to structures, and their answers."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import allow_updates, forbid_updates

revision = "0029_partner_requests"
down_revision = "0028_capacity"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "partner_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("structure_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("trade", sa.String(length=40), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("first_month", sa.Date(), nullable=True),
        sa.Column("last_month", sa.Date(), nullable=True),
        sa.Column("need", sa.Text(), nullable=False),
        sa.Column("reply_by", sa.Date(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("company_id <> structure_id", name=op.f("ck_partner_request_two")),
        sa.CheckConstraint("hours IS NULL OR hours > 0", name=op.f("ck_partner_request_hours")),
        sa.CheckConstraint(
            "(first_month IS NULL) = (last_month IS NULL)", name=op.f("ck_partner_request_period")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_partner_request_lot_id")),
        sa.ForeignKeyConstraint(
            ["company_id"], ["organization.id"], name=op.f("fk_partner_request_company_id")
        ),
        sa.ForeignKeyConstraint(
            ["structure_id"], ["organization.id"], name=op.f("fk_partner_request_structure_id")
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["user_account.id"], name=op.f("fk_partner_request_sent_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_request")),
        sa.UniqueConstraint(
            "lot_id", "company_id", "structure_id", "number",
            name=op.f("uq_partner_request_lot_id_company_id_structure_id_number"),
        ),
    )  # fmt: skip
    op.create_index("ix_partner_request_company_id_lot_id", "partner_request", ["company_id", "lot_id"])
    op.create_index("ix_partner_request_structure_id_state", "partner_request", ["structure_id", "state"])
    op.create_table(
        "partner_request_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("way", sa.String(length=40), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("first_month", sa.Date(), nullable=True),
        sa.Column("last_month", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.CheckConstraint("hours IS NULL OR hours > 0", name=op.f("ck_partner_request_step_hours")),
        sa.ForeignKeyConstraint(
            ["request_id"], ["partner_request.id"], name=op.f("fk_partner_request_step_request_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_partner_request_step_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_request_step")),
    )
    op.create_index(op.f("ix_partner_request_step_request_id"), "partner_request_step", ["request_id"])
    forbid_updates("partner_request_step")


def downgrade() -> None:
    allow_updates("partner_request_step")
    op.drop_table("partner_request_step")
    op.drop_table("partner_request")
