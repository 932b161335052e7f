"""What the structures of a territory offer, hold, prepare and evaluate together."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import allow_changes, forbid_changes

revision = "0049_cooperation_records"
down_revision = "0047_quarters"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cooperation_evaluation",
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("decisions", sa.Text(), nullable=False),
        sa.Column("funding", sa.Text(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user_account.id"], name=op.f("fk_cooperation_evaluation_published_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_cooperation_evaluation_territory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation_evaluation")),
        sa.UniqueConstraint(
            "territory_id", "year", "number", name=op.f("uq_cooperation_evaluation_territory_id_year_number")
        ),
    )
    op.create_table(
        "job_offer",
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("tasks", sa.Text(), nullable=False),
        sa.Column("contract_type", sa.String(length=40), nullable=False),
        sa.Column("weekly_hours", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("no_session_reason", sa.String(length=40), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("posts BETWEEN 1 AND 50", name=op.f("ck_job_offer_posts")),
        sa.CheckConstraint(
            "weekly_hours IS NULL OR weekly_hours BETWEEN 100 AND 4800",
            name=op.f("ck_job_offer_weekly_hours"),
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_job_offer_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user_account.id"], name=op.f("fk_job_offer_published_by_id")
        ),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_job_offer_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_offer")),
    )
    with op.batch_alter_table("job_offer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_offer_organization_id"), ["organization_id"], unique=False)
        batch_op.create_index(
            "ix_job_offer_territory_id_published_on", ["territory_id", "published_on"], unique=False
        )

    op.create_table(
        "network_meeting",
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("planned_by_id", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Text(), nullable=True),
        sa.Column("noted_on", sa.Date(), nullable=True),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(minutes IS NULL) = (noted_on IS NULL)", name=op.f("ck_network_meeting_noted")),
        sa.CheckConstraint("present IS NULL OR present > 0", name=op.f("ck_network_meeting_present")),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["user_account.id"], name=op.f("fk_network_meeting_noted_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["planned_by_id"], ["user_account.id"], name=op.f("fk_network_meeting_planned_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_network_meeting_territory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_network_meeting")),
    )
    with op.batch_alter_table("network_meeting", schema=None) as batch_op:
        batch_op.create_index(
            "ix_network_meeting_territory_id_held_on", ["territory_id", "held_on"], unique=False
        )

    op.create_table(
        "collective_session",
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=160), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("planned_by_id", sa.Integer(), nullable=False),
        sa.Column("present", sa.Integer(), nullable=True),
        sa.Column("result", sa.Text(), nullable=True),
        sa.Column("noted_on", sa.Date(), nullable=True),
        sa.Column("noted_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(present IS NULL) = (noted_on IS NULL)", name=op.f("ck_collective_session_noted")
        ),
        sa.CheckConstraint("present IS NULL OR present >= 0", name=op.f("ck_collective_session_present")),
        sa.ForeignKeyConstraint(
            ["noted_by_id"], ["user_account.id"], name=op.f("fk_collective_session_noted_by_id")
        ),
        sa.ForeignKeyConstraint(["offer_id"], ["job_offer.id"], name=op.f("fk_collective_session_offer_id")),
        sa.ForeignKeyConstraint(
            ["planned_by_id"], ["user_account.id"], name=op.f("fk_collective_session_planned_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"], ["territory.id"], name=op.f("fk_collective_session_territory_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_collective_session")),
        sa.UniqueConstraint("offer_id", name=op.f("uq_collective_session_offer_id")),
    )
    with op.batch_alter_table("collective_session", schema=None) as batch_op:
        batch_op.create_index(
            "ix_collective_session_territory_id_held_on", ["territory_id", "held_on"], unique=False
        )

    op.create_table(
        "offer_dispatch",
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("mail_key", sa.String(length=80), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["offer_id"], ["job_offer.id"], name=op.f("fk_offer_dispatch_offer_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_offer_dispatch_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offer_dispatch")),
        sa.UniqueConstraint(
            "offer_id", "organization_id", name=op.f("uq_offer_dispatch_offer_id_organization_id")
        ),
    )
    with op.batch_alter_table("offer_dispatch", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_offer_dispatch_organization_id"), ["organization_id"], unique=False
        )

    op.create_table(
        "pathway_exit",
        sa.Column("pathway_id", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=True),
        sa.Column("opened_by_id", sa.Integer(), nullable=True),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("exit_type", sa.String(length=40), nullable=True),
        sa.Column("told_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(left_on IS NULL) = (exit_type IS NULL)", name=op.f("ck_pathway_exit_told")),
        sa.CheckConstraint("(left_on IS NULL) = (told_by_id IS NULL)", name=op.f("ck_pathway_exit_told_by")),
        sa.CheckConstraint(
            "(opened_on IS NULL) = (opened_by_id IS NULL)", name=op.f("ck_pathway_exit_opened_by")
        ),
        sa.CheckConstraint(
            "opened_on IS NOT NULL OR left_on IS NOT NULL", name=op.f("ck_pathway_exit_something")
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["user_account.id"], name=op.f("fk_pathway_exit_opened_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["pathway_id"], ["pathway_employee.id"], name=op.f("fk_pathway_exit_pathway_id")
        ),
        sa.ForeignKeyConstraint(["told_by_id"], ["user_account.id"], name=op.f("fk_pathway_exit_told_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pathway_exit")),
        sa.UniqueConstraint("pathway_id", name=op.f("uq_pathway_exit_pathway_id")),
    )
    op.create_table(
        "session_host",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_session_host_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["collective_session.id"], name=op.f("fk_session_host_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_host")),
        sa.UniqueConstraint(
            "session_id", "organization_id", name=op.f("uq_session_host_session_id_organization_id")
        ),
    )
    with op.batch_alter_table("session_host", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_session_host_organization_id"), ["organization_id"], unique=False
        )

    forbid_changes("cooperation_evaluation")


def downgrade() -> None:
    with op.batch_alter_table("session_host", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_host_organization_id"))

    op.drop_table("session_host")
    op.drop_table("pathway_exit")
    with op.batch_alter_table("offer_dispatch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offer_dispatch_organization_id"))

    op.drop_table("offer_dispatch")
    with op.batch_alter_table("collective_session", schema=None) as batch_op:
        batch_op.drop_index("ix_collective_session_territory_id_held_on")

    op.drop_table("collective_session")
    with op.batch_alter_table("network_meeting", schema=None) as batch_op:
        batch_op.drop_index("ix_network_meeting_territory_id_held_on")

    op.drop_table("network_meeting")
    with op.batch_alter_table("job_offer", schema=None) as batch_op:
        batch_op.drop_index("ix_job_offer_territory_id_published_on")
        batch_op.drop_index(batch_op.f("ix_job_offer_organization_id"))

    op.drop_table("job_offer")
    allow_changes("cooperation_evaluation")
    op.drop_table("cooperation_evaluation")
