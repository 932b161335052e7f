"""Documents that prove hours, and whom they cover."""

import sqlalchemy as sa
from alembic import op

revision = "0039_evidence"
down_revision = "0038_months"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("put_by_id", sa.Integer(), nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name=op.f("ck_evidence_withdrawal")
        ),
        sa.CheckConstraint("state <> 'expected'", name=op.f("ck_evidence_kept")),
        sa.CheckConstraint("(state = 'received') = (decided_at IS NULL)", name=op.f("ck_evidence_decided")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_evidence_lot_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_evidence_file_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_evidence_organization_id")
        ),
        sa.ForeignKeyConstraint(["put_by_id"], ["user_account.id"], name=op.f("fk_evidence_put_by_id")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_evidence_decided_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["user_account.id"], name=op.f("fk_evidence_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("file_id", name=op.f("uq_evidence_file_id")),
    )
    op.create_index("ix_evidence_lot_id_month", "evidence", ["lot_id", "month"])
    op.create_index("ix_evidence_organization_id", "evidence", ["organization_id"])
    op.create_table(
        "evidence_cover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_evidence_cover_evidence_id")),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["organization.id"], name=op.f("fk_evidence_cover_employer_id")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_evidence_cover_participant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_cover")),
        sa.UniqueConstraint(
            "evidence_id",
            "employer_id",
            "participant_id",
            name=op.f("uq_evidence_cover_evidence_id_employer_id_participant_id"),
        ),
    )
    op.create_index("ix_evidence_cover_employer_id", "evidence_cover", ["employer_id"])
    op.create_index("ix_evidence_cover_participant_id", "evidence_cover", ["participant_id"])


def downgrade() -> None:
    op.drop_table("evidence_cover")
    op.drop_table("evidence")
