"""To which members of a group that owes part by part a decision of the buyer speaks.

What was decided before is addressed too: a penalty to the members that its calculation makes owe, the rest to every
member.
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0079_decision_parties"
down_revision = "0078_offer_answers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    table = op.create_table(
        "decision_party",
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("member", sa.Integer(), nullable=False),
        sa.Column("owes", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["lot_decision.id"], name=op.f("fk_decision_party_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_decision_party_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_party")),
        sa.UniqueConstraint(
            "decision_id", "organization_id", name=op.f("uq_decision_party_decision_id_organization_id")
        ),
    )
    op.create_index(op.f("ix_decision_party_organization_id"), "decision_party", ["organization_id"])
    connection = op.get_bind()
    members: dict[int, list[sa.Row]] = {}
    for row in connection.execute(
        sa.text(
            "SELECT award.lot_id, group_member.id, group_member.organization_id, group_member.lead FROM group_member"
            " JOIN award ON award.id = group_member.award_id WHERE award.group_form = 'several'"
            " ORDER BY group_member.position"
        )
    ):
        members.setdefault(row.lot_id, []).append(row)
    made = []
    for one in connection.execute(sa.text("SELECT id, lot_id, kind, proposal FROM lot_decision ORDER BY id")):
        amounts, others = _amounts(one.proposal)
        for row in members.get(one.lot_id, []):
            if one.kind in ("penalty", "waiver"):
                said = bool(amounts)
                owes = said and bool(amounts.get(row.id) or (row.lead and others))
                addressed = owes or (said and row.lead)
            else:
                owes, addressed = bool(row.lead), True
            if addressed:
                made.append(
                    {
                        "decision_id": one.id,
                        "organization_id": row.organization_id,
                        "member": row.id,
                        "owes": owes,
                    }
                )
    if made:
        connection.execute(table.insert(), made)


def _amounts(proposal: object) -> tuple[dict[int, int], int]:
    """Cents that the calculation leads to, by member, and those of the other bases, which are the holder's."""
    rows = json.loads(proposal) if isinstance(proposal, str) else proposal
    rows = rows if isinstance(rows, list) else []
    found: dict[int, int] = {}
    others = 0
    for row in rows:
        for one in row.get("members") or []:
            found[one["member"]["number"]] = one["amount"]
        others += 0 if row.get("members") else row["amount"]
    return found, others


def downgrade() -> None:
    op.drop_table("decision_party")
