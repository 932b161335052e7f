"""The marks that tell whether anything has changed at a place."""

from secrets import randbits

import sqlalchemy as sa
from alembic import op

revision = "0055_stamps"
down_revision = "0054_joint_reviews"
branch_labels = None
depends_on = None


def upgrade() -> None:
    stamp = op.create_table(
        "stamp",
        sa.Column("place", sa.String(length=40), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_stamp")),
    )
    op.bulk_insert(stamp, [{"place": "everything", "mark": randbits(62)}])


def downgrade() -> None:
    op.drop_table("stamp")
