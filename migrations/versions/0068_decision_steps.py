"""What each decision said, from an instant on: reports closed at a past date read it for ever."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import allow_changes, forbid_changes

revision = "0068_decision_steps"
down_revision = "0061_ledger_of_lots"
branch_labels = None
depends_on = None

# What is known of the decisions taken so far: how they were prepared, who decided them, who gave them up.
PREPARED = """
INSERT INTO decision_step (decision_id, state, asks, amount, proposed_amount, reason, said_on, said_at, by_id)
SELECT id, CASE WHEN kind IN ('neutralisation', 'formal_notice') THEN 'decided'
                WHEN kind = 'waiver' THEN 'waived' ELSE 'proposed' END,
       kind = 'penalty', amount, proposed_amount, reason, prepared_on, prepared_at, prepared_by_id
FROM lot_decision ORDER BY id
"""
DECIDED = """
INSERT INTO decision_step (decision_id, state, asks, amount, proposed_amount, reason, said_on, said_at, by_id)
SELECT id, 'decided', {no}, amount, proposed_amount, reason, decided_on, {at}, decided_by_id
FROM lot_decision WHERE kind = 'penalty' AND decided_on IS NOT NULL AND decided_by_id IS NOT NULL ORDER BY id
"""
CONTESTED = """
INSERT INTO decision_step (decision_id, state, asks, amount, proposed_amount, reason, said_on, said_at, by_id)
SELECT d.id, 'contested', {no}, d.amount, d.proposed_amount, d.reason, {day}, a.written_at, a.author_id
FROM lot_decision d JOIN decision_answer a ON a.decision_id = d.id
WHERE d.state = 'contested' AND a.contests AND a.id = (SELECT max(id) FROM decision_answer WHERE decision_id = d.id)
ORDER BY d.id
"""
WAIVED = """
INSERT INTO decision_step (decision_id, state, asks, amount, proposed_amount, reason, said_on, said_at, by_id)
SELECT id, 'waived', {no}, amount, proposed_amount, COALESCE(waiver_reason, reason), waived_on, {at}, waived_by_id
FROM lot_decision WHERE kind = 'penalty' AND waived_on IS NOT NULL AND waived_by_id IS NOT NULL ORDER BY id
"""


def upgrade() -> None:
    op.create_table(
        "decision_step",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("proposed_amount", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["lot_decision.id"], name=op.f("fk_decision_step_decision_id")
        ),
        sa.ForeignKeyConstraint(["by_id"], ["user_account.id"], name=op.f("fk_decision_step_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_step")),
    )
    op.create_index("ix_decision_step_decision_id", "decision_step", ["decision_id"])
    _keep_what_is_known()
    forbid_changes("decision_step")


def _keep_what_is_known() -> None:
    on_postgresql = op.get_bind().dialect.name == "postgresql"
    paris = "((a.written_at AT TIME ZONE 'Europe/Paris')::date)" if on_postgresql else "date(a.written_at)"
    op.execute(PREPARED)
    for statement, column in ((DECIDED, "decided_on"), (CONTESTED, None), (WAIVED, "waived_on")):
        at = (
            f"({column}::timestamp AT TIME ZONE 'Europe/Paris')"
            if on_postgresql
            else f"{column} || ' 00:00:00.000000'"
        )
        op.execute(statement.format(no="false" if on_postgresql else "0", at=at, day=paris))


def downgrade() -> None:
    allow_changes("decision_step")
    op.drop_index("ix_decision_step_decision_id", table_name="decision_step")
    op.drop_table("decision_step")
