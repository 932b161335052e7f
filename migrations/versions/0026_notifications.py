"""Notifications and the choice of how each is sent."""

import sqlalchemy as sa
from alembic import op

revision = "0026_notifications"
down_revision = "0025_personal_data"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "notification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("event_key", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("path", sa.String(length=300), nullable=False),
        sa.Column("asks", sa.Boolean(), nullable=False),
        sa.Column("thing_id", sa.Integer(), nullable=True),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=True),
        sa.Column("written_at", MOMENT, nullable=False),
        sa.Column("read_at", MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_notification_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notification")),
        sa.UniqueConstraint("event_key", "user_id", name=op.f("uq_notification_event_key_user_id")),
    )
    op.create_index("ix_notification_user_id_id", "notification", ["user_id", "id"])
    op.create_index(
        "ix_notification_unread", "notification", ["user_id"], sqlite_where=sa.text("read_at IS NULL"),
        postgresql_where=sa.text("read_at IS NULL"),
    )  # fmt: skip
    op.create_index("ix_notification_written_at", "notification", ["written_at"])
    op.create_table(
        "delivery_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("delivery", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_delivery_choice_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery_choice")),
        sa.UniqueConstraint("user_id", "kind", name=op.f("uq_delivery_choice_user_id_kind")),
    )
    op.create_table(
        "refused_address",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=254), nullable=False),
        sa.Column("refused_at", MOMENT, nullable=False),
        sa.Column("code", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refused_address")),
        sa.UniqueConstraint("address", name=op.f("uq_refused_address_address")),
    )
    with op.batch_alter_table("email_message") as batch:
        batch.add_column(sa.Column("sender_name", sa.String(length=160), nullable=True))
        batch.add_column(sa.Column("reply_to", sa.String(length=254), nullable=True))
        batch.add_column(
            sa.Column("delivery", sa.String(length=40), nullable=False, server_default="at_once")
        )
        batch.add_column(sa.Column("planned_at", MOMENT, nullable=True))
        batch.add_column(sa.Column("fault", sa.String(length=40), nullable=True))
        batch.add_column(sa.Column("said", sa.String(length=200), nullable=True))
        batch.add_column(sa.Column("carried_by_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(
            op.f("fk_email_message_carried_by_id"), "email_message", ["carried_by_id"], ["id"]
        )


def downgrade() -> None:
    # Nothing that was put together is sent a second time: to an older portal it has left.
    op.execute("UPDATE email_message SET state = 'sent' WHERE state = 'carried'")
    op.execute("UPDATE email_message SET state = 'failed' WHERE state IN ('useless', 'refused')")
    with op.batch_alter_table("email_message") as batch:
        batch.drop_constraint(op.f("fk_email_message_carried_by_id"), type_="foreignkey")
        for column in ("carried_by_id", "said", "fault", "planned_at", "delivery", "reply_to", "sender_name"):
            batch.drop_column(column)
    op.drop_table("refused_address")
    op.drop_table("delivery_choice")
    op.drop_table("notification")
