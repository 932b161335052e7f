"""More kinds of reports, in more formats, planned; a report goes when its time to be kept is over."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import allow_changes, allow_updates, forbid_changes, forbid_updates

revision = "0045_reports"
down_revision = "0044_letters"
branch_labels = None
depends_on = None


def upgrade() -> None:
    allow_changes("report_snapshot")  # from the migration that made it append-only
    forbid_updates("report_snapshot")
    op.create_table(
        "report_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("snapshot_id", sa.Integer(), nullable=False),
        sa.Column("format", sa.String(length=40), nullable=False),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["report_snapshot.id"], name=op.f("fk_report_file_snapshot_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_file")),
        sa.UniqueConstraint("snapshot_id", "format", name=op.f("uq_report_file_snapshot_id_format")),
    )
    forbid_updates("report_file")
    op.create_table(
        "report_schedule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=True),
        sa.Column("subject_id", sa.Integer(), nullable=True),
        sa.Column("territory_id", sa.Integer(), nullable=True),
        sa.Column("frequency", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_closing", sa.Date(), nullable=True),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("stop_reason", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("day BETWEEN 1 AND 28", name=op.f("ck_report_schedule_day")),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_report_schedule_market_id")),
        sa.ForeignKeyConstraint(
            ["subject_id"], ["organization.id"], name=op.f("fk_report_schedule_subject_id")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_report_schedule_territory_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_report_schedule_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_report_schedule_membership_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_schedule")),
    )
    op.create_index("ix_report_schedule_organization_id", "report_schedule", ["organization_id"])
    op.create_table(
        "report_recipient",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("schedule_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["schedule_id"], ["report_schedule.id"], name=op.f("fk_report_recipient_schedule_id")
        ),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_report_recipient_membership_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_recipient")),
        sa.UniqueConstraint(
            "schedule_id", "membership_id", name=op.f("uq_report_recipient_schedule_id_membership_id")
        ),
    )
    op.create_index(op.f("ix_report_recipient_membership_id"), "report_recipient", ["membership_id"])
    with op.batch_alter_table("report_request") as batch:
        batch.add_column(sa.Column("subject_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("territory_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("schedule_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_report_request_subject_id"), "organization", ["subject_id"], ["id"])
        batch.create_foreign_key(
            op.f("fk_report_request_territory_id"), "territory", ["territory_id"], ["id"]
        )
        batch.create_foreign_key(
            op.f("fk_report_request_schedule_id"), "report_schedule", ["schedule_id"], ["id"]
        )


def downgrade() -> None:
    op.execute("UPDATE report_request SET state = 'failed' WHERE state = 'cancelled'")
    op.execute("UPDATE background_job SET state = 'failed' WHERE state = 'cancelled'")
    with op.batch_alter_table("report_request") as batch:
        for column in ("schedule_id", "territory_id", "subject_id"):
            batch.drop_constraint(op.f(f"fk_report_request_{column}"), type_="foreignkey")
            batch.drop_column(column)
    op.execute(
        "DELETE FROM report_request WHERE kind <> 'market_compliance'"
    )  # unknown to the release before
    op.drop_index(op.f("ix_report_recipient_membership_id"), table_name="report_recipient")
    op.drop_table("report_recipient")
    op.drop_index("ix_report_schedule_organization_id", table_name="report_schedule")
    op.drop_table("report_schedule")
    allow_updates("report_file")
    op.drop_table("report_file")
    allow_updates("report_snapshot")
    forbid_changes("report_snapshot")
