"""Lines of a month contested by the holder of the lot, and what their structures answered."""

import sqlalchemy as sa
from alembic import op

revision = "0038_months"
down_revision = "0037_participants"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "line_contest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("raised_by_id", sa.Integer(), nullable=False),
        sa.Column("raised_at", INSTANT, nullable=False),
        sa.Column("hours_before", sa.Integer(), nullable=False),
        sa.Column("answer", sa.String(length=300), nullable=True),
        sa.Column("answered_at", INSTANT, nullable=True),
        sa.Column("hours_after", sa.Integer(), nullable=True),
        sa.CheckConstraint("(state = 'open') = (answered_at IS NULL)", name=op.f("ck_line_contest_answered")),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (hours_after IS NULL)", name=op.f("ck_line_contest_after")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["hours_entry.id"], name=op.f("fk_line_contest_entry_id")),
        sa.ForeignKeyConstraint(
            ["raised_by_id"], ["organization.id"], name=op.f("fk_line_contest_raised_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_line_contest")),
    )
    op.create_index("ix_line_contest_entry_id_id", "line_contest", ["entry_id", "id"])
    # What stood on the lines themselves was said by the holder of their lot.
    op.execute(
        "INSERT INTO line_contest (version, entry_id, state, reason, raised_by_id, raised_at, hours_before)"
        " SELECT 1, hours_entry.id, 'open', hours_entry.contested, award.awardee_id, CURRENT_TIMESTAMP,"
        " hours_entry.worked + hours_entry.training FROM hours_entry"
        " JOIN monthly_report ON monthly_report.id = hours_entry.report_id"
        " JOIN award ON award.lot_id = monthly_report.lot_id WHERE hours_entry.contested IS NOT NULL"
    )
    op.drop_column("hours_entry", "contested")


def downgrade() -> None:
    op.add_column("hours_entry", sa.Column("contested", sa.String(length=300), nullable=True))
    op.execute(
        "UPDATE hours_entry SET contested = (SELECT reason FROM line_contest WHERE line_contest.id ="
        " (SELECT MAX(one.id) FROM line_contest AS one WHERE one.entry_id = hours_entry.id)"
        " AND state IN ('open', 'kept'))"
    )
    op.drop_table("line_contest")
