"""Groups, subcontractors, kick-off meetings and the comments of associated territories."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import allow_changes, forbid_changes

revision = "0016_awards"
down_revision = "0015_reference_values"
branch_labels = None
depends_on = None

APPEND_ONLY = ("opinion_comment",)


def upgrade() -> None:
    with op.batch_alter_table("award") as batch:
        batch.add_column(sa.Column("group_form", sa.String(40), nullable=False, server_default="none"))
        batch.add_column(sa.Column("share_unit", sa.String(40), nullable=True))
    op.create_table(
        "group_member",
        sa.Column("award_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("share", sa.Integer(), nullable=False),
        sa.Column("lead", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("share > 0", name=op.f("ck_group_member_share")),
        sa.ForeignKeyConstraint(["award_id"], ["award.id"], name=op.f("fk_group_member_award_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_group_member_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_member")),
        sa.UniqueConstraint(
            "award_id", "organization_id", name=op.f("uq_group_member_award_id_organization_id")
        ),
    )
    op.create_index(op.f("ix_group_member_organization_id"), "group_member", ["organization_id"])
    op.create_table(
        "subcontract",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.String(300), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("declared_by_id", sa.Integer(), nullable=False),
        sa.Column("accepted_on", sa.Date(), nullable=True),
        sa.Column("refused_on", sa.Date(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(500), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_subcontract_amount")),
        sa.CheckConstraint("hours IS NULL OR hours > 0", name=op.f("ck_subcontract_hours")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_subcontract_lot_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_subcontract_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["declared_by_id"], ["user_account.id"], name=op.f("fk_subcontract_declared_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subcontract")),
        sa.UniqueConstraint("lot_id", "number", name=op.f("uq_subcontract_lot_id_number")),
    )
    op.create_index(op.f("ix_subcontract_organization_id"), "subcontract", ["organization_id"])
    op.create_table(
        "kick_off",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("planned_at", sa.String(5), nullable=True),
        sa.Column("place", sa.String(300), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=True),
        sa.Column("planned_by_id", sa.Integer(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("present", sa.JSON(), nullable=False),
        sa.Column("contact", sa.String(200), nullable=True),
        sa.Column("contact_reach", sa.String(200), nullable=True),
        sa.Column("decisions", sa.Text(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_kick_off_lot_id")),
        sa.ForeignKeyConstraint(
            ["planned_by_id"], ["user_account.id"], name=op.f("fk_kick_off_planned_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_kick_off_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kick_off")),
        sa.UniqueConstraint("lot_id", name=op.f("uq_kick_off_lot_id")),
    )
    op.create_table(
        "opinion_comment",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("author_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_opinion_comment_lot_id")),
        sa.ForeignKeyConstraint(
            ["author_id"], ["user_account.id"], name=op.f("fk_opinion_comment_author_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_opinion_comment_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion_comment")),
    )
    op.create_index(op.f("ix_opinion_comment_lot_id"), "opinion_comment", ["lot_id"])
    for table in APPEND_ONLY:
        forbid_changes(table)


def downgrade() -> None:
    for table in reversed(APPEND_ONLY):
        allow_changes(table)
    op.drop_table("opinion_comment")
    op.drop_table("kick_off")
    op.drop_table("subcontract")
    op.drop_table("group_member")
    with op.batch_alter_table("award") as batch:
        batch.drop_column("share_unit")
        batch.drop_column("group_form")
