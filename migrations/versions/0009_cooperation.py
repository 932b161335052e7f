"""The journal of cooperations."""

import sqlalchemy as sa
from alembic import op

revision = "0009_cooperation"
down_revision = "0008_compliance"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cooperation_event",
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["first_id"], ["organization.id"], name=op.f("fk_cooperation_event_first_id")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_cooperation_event_lot_id")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_cooperation_event_participant_id")
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["organization.id"], name=op.f("fk_cooperation_event_second_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation_event")),
        sa.UniqueConstraint(
            "kind", "lot_id", "participant_id", name=op.f("uq_cooperation_event_kind_lot_id_participant_id")
        ),
    )
    # ### end Alembic commands ###


def downgrade() -> None:
    op.drop_table("cooperation_event")
    # ### end Alembic commands ###
