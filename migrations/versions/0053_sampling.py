"""A draw remembers among which lines its last part was drawn, so that what nobody checked can be estimated."""

import sqlalchemy as sa
from alembic import op

revision = "0053_sampling"
down_revision = "0051_fte_base"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("control_draw", sa.Column("among", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("control_draw", sa.Column("among_hours", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    # In place: a table made again would lose the triggers that keep its lines as they are.
    op.drop_column("control_draw", "among_hours")
    op.drop_column("control_draw", "among")
