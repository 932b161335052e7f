"""Hours read from files, and the mappings remembered."""

import sqlalchemy as sa
from alembic import op

revision = "0035_hours_imports"
down_revision = "0034_directory_imports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hours_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lines", sa.Integer(), nullable=True),
        sa.CheckConstraint("(taken_at IS NULL) = (lines IS NULL)", name=op.f("ck_hours_file_taken")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_hours_file_file_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_hours_file_organization_id")
        ),
        sa.ForeignKeyConstraint(["sent_by_id"], ["user_account.id"], name=op.f("fk_hours_file_sent_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_file")),
        sa.UniqueConstraint("file_id", name=op.f("uq_hours_file_file_id")),
    )
    op.create_index("ix_hours_file_organization_id", "hours_file", ["organization_id"])
    op.create_table(
        "hours_file_shape",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("headings", sa.String(length=64), nullable=False),
        sa.Column("meanings", sa.JSON(), nullable=False),
        sa.Column("writing", sa.String(length=40), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_hours_file_shape_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_file_shape")),
        sa.UniqueConstraint(
            "organization_id", "headings", name=op.f("uq_hours_file_shape_organization_id_headings")
        ),
    )


def downgrade() -> None:
    op.drop_table("hours_file_shape")
    op.drop_table("hours_file")
