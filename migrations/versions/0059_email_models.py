"""The words of messages as the administration changes them, version by version."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import allow_changes, forbid_changes

revision = "0059_email_models"
down_revision = "0058_appointments"
branch_labels = None
depends_on = None

FAILED = sa.text("model_failed")


def upgrade() -> None:
    op.create_table(
        "email_model",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=1000), nullable=True),
        sa.Column("body", sa.Text(), nullable=True),
        sa.Column("put_back", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(subject IS NULL) = (body IS NULL)", name=op.f("ck_email_model_whole")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_email_model_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_email_model")),
        sa.UniqueConstraint("kind", "number", name=op.f("uq_email_model_kind_number")),
    )
    forbid_changes("email_model")
    op.add_column("email_message", sa.Column("model", sa.Integer(), nullable=True))
    op.add_column(
        "email_message", sa.Column("model_failed", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    op.create_index(
        "ix_email_message_model_failed", "email_message", ["template", "model"],
        sqlite_where=FAILED, postgresql_where=FAILED,
    )  # fmt: skip


def downgrade() -> None:
    op.drop_index("ix_email_message_model_failed", table_name="email_message")
    op.drop_column("email_message", "model_failed")
    op.drop_column("email_message", "model")
    allow_changes("email_model")
    op.drop_table("email_model")
