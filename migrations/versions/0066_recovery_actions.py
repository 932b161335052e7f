"""Actions to catch up a lot that is behind."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import allow_saying_otherwise, forbid_saying_otherwise

revision = "0066_recovery_actions"
down_revision = "0065_eligibilities_to_examine"
branch_labels = None
depends_on = None

# Whose it is follows an organization that is put together with another one; the state follows the days.
SAID = (
    "lot_id", "number", "text", "due_on", "hours", "proposed_by_id", "proposed_on", "decided_by_id", "decided_on",
    "settled_by_id", "settled_on", "done_on", "reason",
)  # fmt: skip
ACCOUNTS = ("proposed_by_id", "decided_by_id", "settled_by_id")


def upgrade() -> None:
    op.create_table(
        "recovery_action",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("who_id", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint("hours IS NULL OR hours > 0", name=op.f("ck_recovery_action_hours")),
        sa.CheckConstraint(
            "state NOT IN ('kept', 'done') OR decided_on IS NOT NULL", name=op.f("ck_recovery_action_decided")
        ),
        sa.CheckConstraint(
            "(state IN ('done', 'dropped')) = (settled_on IS NOT NULL)",
            name=op.f("ck_recovery_action_settled"),
        ),
        sa.CheckConstraint("(state = 'done') = (done_on IS NOT NULL)", name=op.f("ck_recovery_action_done")),
        sa.CheckConstraint(
            "(state = 'dropped') = (reason IS NOT NULL)", name=op.f("ck_recovery_action_dropped")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_recovery_action_lot_id")),
        sa.ForeignKeyConstraint(["who_id"], ["organization.id"], name=op.f("fk_recovery_action_who_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_recovery_action_organization_id")
        ),
        *(
            sa.ForeignKeyConstraint([one], ["user_account.id"], name=op.f(f"fk_recovery_action_{one}"))
            for one in ACCOUNTS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_action")),
        sa.UniqueConstraint("lot_id", "number", name=op.f("uq_recovery_action_lot_id_number")),
    )
    op.create_index("ix_recovery_action_who_id", "recovery_action", ["who_id"])
    op.create_index("ix_recovery_action_organization_id", "recovery_action", ["organization_id"])
    forbid_saying_otherwise("recovery_action", SAID)


def downgrade() -> None:
    allow_saying_otherwise("recovery_action")
    op.drop_table("recovery_action")
