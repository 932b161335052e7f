"""What a plan needs beyond its lines: months, whole answers, a member that fails, staff that does not count."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import allow_changes, forbid_changes

revision = "0030_plans"
down_revision = "0029_partner_requests"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("commitment", sa.Column("completion", sa.String(length=500), nullable=True))
    op.add_column("commitment_line", sa.Column("first_month", sa.Date(), nullable=True))
    op.add_column("commitment_line", sa.Column("last_month", sa.Date(), nullable=True))
    with op.batch_alter_table("allocation_line") as batch:
        batch.add_column(sa.Column("counter_persons", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("counter_first", sa.Date(), nullable=True))
        batch.add_column(sa.Column("counter_last", sa.Date(), nullable=True))
        batch.drop_constraint(op.f("ck_allocation_line_counter"), type_="check")
    op.execute("UPDATE allocation_line SET counter_persons = persons WHERE counter_hours IS NOT NULL")
    with op.batch_alter_table("allocation_line") as batch:
        batch.create_check_constraint(
            op.f("ck_allocation_line_counter"), "state <> 'countered' OR counter_hours IS NOT NULL"
        )
        batch.create_check_constraint(
            op.f("ck_allocation_line_counter_whole"), "(counter_hours IS NULL) = (counter_persons IS NULL)"
        )
    op.create_table(
        "member_default",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("kept_hours", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kept_hours >= 0", name=op.f("ck_member_default_kept_hours")),
        sa.ForeignKeyConstraint(["member_id"], ["group_member.id"], name=op.f("fk_member_default_member_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_member_default_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member_default")),
        sa.UniqueConstraint("member_id", name=op.f("uq_member_default_member_id")),
    )
    forbid_changes("member_default")
    op.create_table(
        "staff_hours",
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("hours > 0", name=op.f("ck_staff_hours_hours")),
        sa.ForeignKeyConstraint(["report_id"], ["monthly_report.id"], name=op.f("fk_staff_hours_report_id")),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["organization.id"], name=op.f("fk_staff_hours_employer_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_hours")),
        sa.UniqueConstraint("report_id", "employer_id", name=op.f("uq_staff_hours_report_id_employer_id")),
    )
    op.create_index(op.f("ix_staff_hours_employer_id"), "staff_hours", ["employer_id"])


def downgrade() -> None:
    op.drop_index(op.f("ix_staff_hours_employer_id"), table_name="staff_hours")
    op.drop_table("staff_hours")
    allow_changes("member_default")
    op.drop_table("member_default")
    with op.batch_alter_table("allocation_line") as batch:
        batch.drop_constraint(op.f("ck_allocation_line_counter_whole"), type_="check")
        batch.drop_constraint(op.f("ck_allocation_line_counter"), type_="check")
    op.execute("UPDATE allocation_line SET counter_hours = NULL WHERE state <> 'countered'")
    with op.batch_alter_table("allocation_line") as batch:
        batch.create_check_constraint(
            op.f("ck_allocation_line_counter"), "(state = 'countered') = (counter_hours IS NOT NULL)"
        )
        batch.drop_column("counter_last")
        batch.drop_column("counter_first")
        batch.drop_column("counter_persons")
    op.drop_column("commitment_line", "last_month")
    op.drop_column("commitment_line", "first_month")
    op.drop_column("commitment", "completion")
