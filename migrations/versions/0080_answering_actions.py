"""Which request of the buyer an action to catch up answers.

What the holder had proposed after a request, in its delay and the month that follows, answers it too.
"""

from datetime import date, timedelta

import sqlalchemy as sa
from alembic import op

from migrations.append_only import allow_saying_otherwise, forbid_saying_otherwise

revision = "0080_answering_actions"
down_revision = "0079_decision_parties"
branch_labels = None
depends_on = None

SAID = (
    "lot_id", "number", "text", "due_on", "hours", "proposed_by_id", "proposed_on", "decided_by_id", "decided_on",
    "settled_by_id", "settled_on", "done_on", "reason",
)  # fmt: skip
AFTER = timedelta(days=30)


def upgrade() -> None:
    allow_saying_otherwise("recovery_action")
    with op.batch_alter_table("recovery_action") as batch:
        batch.add_column(sa.Column("decision_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_recovery_action_decision_id"), "lot_decision", ["decision_id"], ["id"]
        )
    op.create_index("ix_recovery_action_decision_id", "recovery_action", ["decision_id"])
    _link()
    forbid_saying_otherwise("recovery_action", (*SAID, "decision_id"))


def _link() -> None:
    decision = sa.table(
        "lot_decision", sa.column("id", sa.Integer), sa.column("lot_id", sa.Integer),
        sa.column("demand", sa.String), sa.column("prepared_on", sa.Date), sa.column("answer_by", sa.Date),
    )  # fmt: skip
    taken = sa.table(
        "recovery_action", sa.column("id", sa.Integer), sa.column("lot_id", sa.Integer),
        sa.column("organization_id", sa.Integer), sa.column("proposed_on", sa.Date),
        sa.column("decision_id", sa.Integer),
    )  # fmt: skip
    award = sa.table("award", sa.column("lot_id", sa.Integer), sa.column("awardee_id", sa.Integer))
    connection = op.get_bind()
    requests: dict[int, list[tuple[int, date, date]]] = {}
    for row in connection.execute(
        sa.select(decision)
        .where(decision.c.demand == "recovery", decision.c.answer_by.is_not(None))
        .order_by(decision.c.id)
    ):
        requests.setdefault(row.lot_id, []).append((row.id, row.prepared_on, row.answer_by + AFTER))
    if not requests:
        return
    for row in connection.execute(
        sa.select(taken.c.id, taken.c.lot_id, taken.c.proposed_on).join(
            award, sa.and_(award.c.lot_id == taken.c.lot_id, award.c.awardee_id == taken.c.organization_id)
        )
    ).all():
        asked = [
            number
            for number, since, until in requests.get(row.lot_id, [])
            if since <= row.proposed_on <= until
        ]
        if asked:
            connection.execute(sa.update(taken).where(taken.c.id == row.id).values(decision_id=asked[-1]))


def downgrade() -> None:
    allow_saying_otherwise("recovery_action")
    op.drop_index("ix_recovery_action_decision_id", "recovery_action")
    with op.batch_alter_table("recovery_action") as batch:
        batch.drop_constraint(op.f("fk_recovery_action_decision_id"), type_="foreignkey")
        batch.drop_column("decision_id")
    forbid_saying_otherwise("recovery_action", SAID)
