"""The hours of a full-time equivalent, chosen for a report or for a planned one."""

import sqlalchemy as sa
from alembic import op

revision = "0051_fte_base"
down_revision = "0050_growth"
branch_labels = None
depends_on = None

TABLES = ("report_request", "report_schedule")


def upgrade() -> None:
    for table in TABLES:
        op.add_column(table, sa.Column("fte_base", sa.Integer(), nullable=True))


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "fte_base")
