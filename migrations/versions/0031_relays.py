"""What a relay needs to hand a person over: the two agreements, the contract, and every step."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import allow_changes, forbid_changes

revision = "0031_relays"
down_revision = "0030_plans"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
ADDED = ("answered_on", "answered_by_id", "consented_on", "consented_by_id", "contract_id")


def upgrade() -> None:
    with op.batch_alter_table("relay") as batch:
        batch.add_column(sa.Column("answered_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("answered_by_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("consented_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("consented_by_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("contract_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_relay_answered_by_id"), "user_account", ["answered_by_id"], ["id"])
        batch.create_foreign_key(
            op.f("fk_relay_consented_by_id"), "user_account", ["consented_by_id"], ["id"]
        )
        batch.create_foreign_key(op.f("fk_relay_contract_id"), "employment_contract", ["contract_id"], ["id"])
    # A relay that was agreed before was agreed by both, on the day it was written down.
    op.execute("UPDATE relay SET answered_on = alerted_on, consented_on = alerted_on WHERE state = 'agreed'")
    with op.batch_alter_table("relay") as batch:
        batch.create_check_constraint(
            op.f("ck_relay_agreed"),
            "(state = 'agreed') <= (answered_on IS NOT NULL AND consented_on IS NOT NULL)",
        )
    op.create_table(
        "relay_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("relay_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=True),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_relay_step_by_id")),
        sa.ForeignKeyConstraint(["relay_id"], ["relay.id"], name=op.f("fk_relay_step_relay_id")),
        sa.ForeignKeyConstraint(["to_id"], ["organization.id"], name=op.f("fk_relay_step_to_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relay_step")),
    )
    op.create_index(op.f("ix_relay_step_relay_id"), "relay_step", ["relay_id"], unique=False)
    forbid_changes("relay_step")
    op.create_table(
        "earlier_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("association", sa.String(length=160), nullable=True),
        sa.Column("placed_with", sa.String(length=40), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=True),
        sa.Column("last_day", sa.Date(), nullable=True),
        sa.Column("proof_label", sa.String(length=120), nullable=True),
        sa.Column("proof_on", sa.Date(), nullable=True),
        sa.Column("declared_on", sa.Date(), nullable=False),
        sa.Column("declared_by_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=300), nullable=True),
        sa.CheckConstraint("hours >= 0", name=op.f("ck_earlier_hours_hours")),
        sa.CheckConstraint(
            "hours = 0 OR (association IS NOT NULL AND first_day IS NOT NULL AND last_day IS NOT NULL"
            " AND proof_label IS NOT NULL AND first_day <= last_day)",
            name=op.f("ck_earlier_hours_told"),
        ),
        sa.CheckConstraint(
            "(withdrawn_on IS NULL) = (withdrawn_reason IS NULL)", name=op.f("ck_earlier_hours_withdrawal")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_earlier_hours_participant_id")
        ),
        sa.ForeignKeyConstraint(
            ["declared_by_id"], ["user_account.id"], name=op.f("fk_earlier_hours_declared_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["user_account.id"], name=op.f("fk_earlier_hours_withdrawn_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_earlier_hours_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earlier_hours")),
    )
    op.create_index(
        op.f("ix_earlier_hours_participant_id"), "earlier_hours", ["participant_id"], unique=False
    )
    op.create_table(
        "ceiling_alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("ceiling", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_ceiling_alert_participant_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ceiling_alert")),
        sa.UniqueConstraint(
            "participant_id", "ceiling", "level", "month",
            name=op.f("uq_ceiling_alert_participant_id_ceiling_level_month"),
        ),
    )  # fmt: skip
    op.create_table(
        "held_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("held_by_id", sa.Integer(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.CheckConstraint("hours > 0", name=op.f("ck_held_hours_hours")),
        sa.CheckConstraint("(state = 'pending') = (decided_on IS NULL)", name=op.f("ck_held_hours_decided")),
        sa.CheckConstraint("(state = 'refused') <= (reason IS NOT NULL)", name=op.f("ck_held_hours_reason")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_held_hours_lot_id")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_held_hours_participant_id")
        ),
        sa.ForeignKeyConstraint(["employer_id"], ["organization.id"], name=op.f("fk_held_hours_employer_id")),
        sa.ForeignKeyConstraint(["held_by_id"], ["user_account.id"], name=op.f("fk_held_hours_held_by_id")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_held_hours_decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_held_hours")),
    )
    op.create_index(op.f("ix_held_hours_lot_id"), "held_hours", ["lot_id"], unique=False)
    op.create_index(op.f("ix_held_hours_participant_id"), "held_hours", ["participant_id"], unique=False)
    # Whoever was alerted before is not told again.
    op.execute(
        "INSERT INTO ceiling_alert (participant_id, ceiling, level, month, told_on)"
        " SELECT participant_id, 'relay', 'near', alert_month, min(alerted_on) FROM relay"
        " GROUP BY participant_id, alert_month"
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_held_hours_participant_id"), table_name="held_hours")
    op.drop_index(op.f("ix_held_hours_lot_id"), table_name="held_hours")
    op.drop_table("held_hours")
    op.drop_table("ceiling_alert")
    op.drop_index(op.f("ix_earlier_hours_participant_id"), table_name="earlier_hours")
    op.drop_table("earlier_hours")
    allow_changes("relay_step")
    op.drop_index(op.f("ix_relay_step_relay_id"), table_name="relay_step")
    op.drop_table("relay_step")
    with op.batch_alter_table("relay") as batch:
        batch.drop_constraint(op.f("ck_relay_agreed"), type_="check")
        for column in ("answered_by_id", "consented_by_id", "contract_id"):
            batch.drop_constraint(op.f(f"fk_relay_{column}"), type_="foreignkey")
        for column in ADDED:
            batch.drop_column(column)
