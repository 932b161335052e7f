"""Identities held by an outside provider."""

import sqlalchemy as sa
from alembic import op

revision = "0022_identity_provider"
down_revision = "0021_second_factor"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("web_session") as batch:
        batch.add_column(sa.Column("provider_token", sa.Text(), nullable=True))
    op.create_table(
        "provider_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=300), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("linked_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_provider_identity_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_provider_identity_issuer_subject")),
        sa.UniqueConstraint("user_id", "issuer", name=op.f("uq_provider_identity_user_id_issuer")),
    )
    op.create_table(
        "spent_passage",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spent_passage")),
        sa.UniqueConstraint("state_hash", name=op.f("uq_spent_passage_state_hash")),
    )
    op.create_index(op.f("ix_spent_passage_at"), "spent_passage", ["at"])


def downgrade() -> None:
    op.drop_table("spent_passage")
    op.drop_table("provider_identity")
    with op.batch_alter_table("web_session") as batch:
        batch.drop_column("provider_token")
