"""The base of a sizing and the sub-targets of a clause."""

import sqlalchemy as sa
from alembic import op

revision = "0018_clause_base"
down_revision = "0017_documents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("clause", sa.Column("base_amount", sa.BigInteger(), nullable=True))
    op.add_column("clause", sa.Column("base_reason", sa.String(300), nullable=True))
    op.create_table(
        "sub_target",
        sa.Column("clause_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(40), nullable=False),
        sa.Column("share", sa.Integer(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("mandatory", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(share IS NULL) <> (hours IS NULL)", name=op.f("ck_sub_target_one")),
        sa.ForeignKeyConstraint(["clause_id"], ["clause.id"], name=op.f("fk_sub_target_clause_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sub_target")),
        sa.UniqueConstraint("clause_id", "audience", name=op.f("uq_sub_target_clause_id_audience")),
    )


def downgrade() -> None:
    op.drop_table("sub_target")
    op.drop_column("clause", "base_reason")
    op.drop_column("clause", "base_amount")
