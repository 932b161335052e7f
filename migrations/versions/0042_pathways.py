"""People in a pathway, their portfolio and who may read it; trial placements and their outcome."""

import sqlalchemy as sa
from alembic import op

revision = "0042_pathways"
down_revision = "0041_reminders"
branch_labels = None
depends_on = None


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _check(table: str, name: str, sql: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(sql, name=op.f(f"ck_{table}_{name}"))


def upgrade() -> None:
    op.create_table(
        "trial_placement",
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("marked_on", sa.Date(), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=40), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        _check("trial_placement", "answered", "(result IS NULL) = (answered_on IS NULL)"),
        _check("trial_placement", "answered_by", "(result IS NULL) = (answered_by_id IS NULL)"),
        _to("trial_placement", "contract_id", "employment_contract"),
        _to("trial_placement", "marked_by_id", "user_account"),
        _to("trial_placement", "answered_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trial_placement")),
        sa.UniqueConstraint("contract_id", name=op.f("uq_trial_placement_contract_id")),
    )
    op.create_table(
        "pathway_employee",
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("contract_type", sa.String(length=40), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("weekly_hours", sa.Integer(), nullable=True),
        sa.Column("next_step", sa.String(length=40), nullable=True),
        sa.Column("next_step_on", sa.Date(), nullable=True),
        sa.Column("portfolio_on", sa.Date(), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        _check(
            "pathway_employee", "order", "ends_on IS NULL OR (starts_on IS NOT NULL AND ends_on >= starts_on)"
        ),
        _check("pathway_employee", "contract", "(starts_on IS NULL) = (contract_type IS NULL)"),
        _check(
            "pathway_employee",
            "weekly_hours",
            "weekly_hours IS NULL OR weekly_hours BETWEEN 100 AND 4800",
        ),
        _check("pathway_employee", "next_step", "next_step_on IS NULL OR next_step IS NOT NULL"),
        _to("pathway_employee", "participant_id", "participant"),
        _to("pathway_employee", "organization_id", "organization"),
        _to("pathway_employee", "recorded_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pathway_employee")),
        sa.UniqueConstraint(
            "participant_id",
            "organization_id",
            name=op.f("uq_pathway_employee_participant_id_organization_id"),
        ),
    )
    op.create_index(op.f("ix_pathway_employee_organization_id"), "pathway_employee", ["organization_id"])
    op.create_table(
        "skill_entry",
        sa.Column("pathway_id", sa.Integer(), nullable=False),
        sa.Column("skill", sa.Text(), nullable=False),
        sa.Column("level", sa.String(length=40), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=True),
        sa.Column("observed_on", sa.Date(), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        _to("skill_entry", "pathway_id", "pathway_employee"),
        _to("skill_entry", "recorded_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_skill_entry")),
    )
    op.create_index(op.f("ix_skill_entry_pathway_id"), "skill_entry", ["pathway_id"])
    op.create_table(
        "portfolio_consent",
        sa.Column("pathway_id", sa.Integer(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("noted_on", sa.Date(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        _check("portfolio_consent", "withdrawn", "(withdrawn_on IS NULL) = (withdrawn_by_id IS NULL)"),
        _check("portfolio_consent", "order", "withdrawn_on IS NULL OR withdrawn_on >= given_on"),
        _to("portfolio_consent", "pathway_id", "pathway_employee"),
        _to("portfolio_consent", "noted_by_id", "user_account"),
        _to("portfolio_consent", "withdrawn_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portfolio_consent")),
    )
    op.create_index(op.f("ix_portfolio_consent_pathway_id"), "portfolio_consent", ["pathway_id"])


def downgrade() -> None:
    for table in ("portfolio_consent", "skill_entry", "pathway_employee", "trial_placement"):
        op.drop_table(table)
