"""How the hours of a lot become due: evenly, by its plan, or as its works advance."""

import sqlalchemy as sa
from alembic import op

revision = "0069_paces"
down_revision = "0068_decision_steps"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("clause", sa.Column("paced", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("contract_change", sa.Column("pace", sa.String(length=40), nullable=True))
    op.add_column("contract_change", sa.Column("schedule", sa.JSON(), nullable=True))
    op.add_column("contract_change", sa.Column("progress", sa.Integer(), nullable=True))


def downgrade() -> None:
    for column in ("progress", "schedule", "pace"):
        op.drop_column("contract_change", column)
    op.drop_column("clause", "paced")
