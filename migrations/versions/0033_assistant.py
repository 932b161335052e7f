"""Plans proposed by the assistant, and those taken up."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import allow_changes, forbid_changes

revision = "0033_assistant"
down_revision = "0032_pooling"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    one = "allocation_proposal"
    op.create_table(
        one,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=True),
        sa.Column("territory_id", sa.Integer(), nullable=True),
        sa.Column("max_km", sa.Integer(), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("requested_at", INSTANT, nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("done_steps", sa.Integer(), nullable=False),
        sa.Column("total_steps", sa.Integer(), nullable=False),
        sa.Column("known_at", INSTANT, nullable=True),
        sa.Column("question", sa.JSON(), nullable=True),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("answer", sa.JSON(), nullable=True),
        sa.CheckConstraint(
            "(commitment_id IS NULL) <> (territory_id IS NULL)", name=op.f(f"ck_{one}_one_subject")
        ),
        sa.CheckConstraint("(answer IS NULL) = (question IS NULL)", name=op.f(f"ck_{one}_whole")),
        sa.CheckConstraint("max_km BETWEEN 1 AND 300", name=op.f(f"ck_{one}_max_km")),
        _to(one, "commitment_id", "commitment"),
        _to(one, "territory_id", "territory"),
        _to(one, "requested_by_id", "user_account"),
        _to(one, "membership_id", "membership"),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{one}")),
    )
    op.create_index("ix_allocation_proposal_commitment_id_id", one, ["commitment_id", "id"])
    op.create_index("ix_allocation_proposal_territory_id_id", one, ["territory_id", "id"])
    op.create_table(
        "proposal_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("proposal_id", sa.Integer(), nullable=False),
        sa.Column("commitment_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("chosen_by_id", sa.Integer(), nullable=False),
        sa.Column("chosen_on", sa.Date(), nullable=False),
        _to("proposal_choice", "proposal_id", one),
        _to("proposal_choice", "commitment_id", "commitment"),
        _to("proposal_choice", "chosen_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_choice")),
    )
    op.create_index(op.f("ix_proposal_choice_proposal_id"), "proposal_choice", ["proposal_id"])
    op.create_index("ix_proposal_choice_commitment_id_id", "proposal_choice", ["commitment_id", "id"])
    forbid_changes("proposal_choice")


def downgrade() -> None:
    allow_changes("proposal_choice")
    op.drop_table("proposal_choice")
    op.drop_table("allocation_proposal")
