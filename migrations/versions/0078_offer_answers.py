"""What a structure answers to an offer of posts that it was sent."""

import sqlalchemy as sa
from alembic import op

revision = "0078_offer_answers"
down_revision = "0066_recovery_actions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("offer_dispatch", sa.Column("answer", sa.String(length=40), nullable=True))
    op.add_column("offer_dispatch", sa.Column("people", sa.Integer(), nullable=True))
    op.add_column("offer_dispatch", sa.Column("answered_on", sa.Date(), nullable=True))


def downgrade() -> None:
    for column in ("answered_on", "people", "answer"):
        op.drop_column("offer_dispatch", column)
