"""Sign-up, invitations, join requests and the review of access."""

import sqlalchemy as sa
from alembic import op

revision = "0020_accounts"
down_revision = "0019_buyer_purchases"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("user_account") as batch:
        batch.add_column(sa.Column("pending_email", sa.String(length=254), nullable=True))
    with op.batch_alter_table("membership") as batch:
        batch.add_column(sa.Column("since", MOMENT, nullable=True))
    with op.batch_alter_table("web_session") as batch:
        batch.add_column(sa.Column("confirmed_at", MOMENT, nullable=True))
    op.create_table(
        "secret_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("sealed", sa.String(length=300), nullable=True),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_secret_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_secret_link_token_hash")),
    )
    op.create_index("ix_secret_link_purpose_subject_id", "secret_link", ["purpose", "subject_id"])
    with op.batch_alter_table("email_message") as batch:
        batch.alter_column("recipient_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("address", sa.String(length=254), nullable=True))
        batch.add_column(sa.Column("link_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_email_message_link_id"), "secret_link", ["link_id"], ["id"])
        batch.create_check_constraint(
            op.f("ck_email_message_somewhere"), "recipient_id IS NOT NULL OR address IS NOT NULL"
        )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("rank", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("invited_at", MOMENT, nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_invitation_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["user_account.id"], name=op.f("fk_invitation_invited_by_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_invitation_user_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    op.create_index(op.f("ix_invitation_organization_id"), "invitation", ["organization_id"])
    op.create_index(op.f("ix_invitation_email"), "invitation", ["email"])
    op.create_table(
        "sign_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("profile", sa.String(length=40), nullable=False),
        sa.Column("siret", sa.String(length=14), nullable=False),
        sa.Column("organization_name", sa.String(length=200), nullable=False),
        sa.Column("buyer_kind", sa.String(length=40), nullable=True),
        sa.Column("employer_kind", sa.String(length=40), nullable=True),
        sa.Column("commune_code", sa.String(length=5), nullable=False),
        sa.Column("first_name", sa.String(length=80), nullable=False),
        sa.Column("last_name", sa.String(length=80), nullable=False),
        sa.Column("job_title", sa.String(length=120), nullable=True),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("confirmed_at", MOMENT, nullable=True),
        sa.Column("organization_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(siret) = 14", name=op.f("ck_sign_up_siret_length")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_sign_up_organization_id")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_sign_up_user_id")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_sign_up_decided_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_up")),
    )
    op.create_index("ix_sign_up_state_asked_at", "sign_up", ["state", "asked_at"])
    op.create_index(op.f("ix_sign_up_organization_id"), "sign_up", ["organization_id"])
    op.create_index(op.f("ix_sign_up_user_id"), "sign_up", ["user_id"])
    op.create_table(
        "counted_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("who_hash", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counted_try")),
    )
    op.create_index("ix_counted_try_what_who_hash_at", "counted_try", ["what", "who_hash", "at"])
    op.create_table(
        "access_review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("reviewed_by_id", sa.Integer(), nullable=False),
        sa.Column("reviewed_at", MOMENT, nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("removed", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_access_review_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["user_account.id"], name=op.f("fk_access_review_reviewed_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_review")),
    )
    op.create_index(op.f("ix_access_review_organization_id"), "access_review", ["organization_id"])


def downgrade() -> None:
    op.drop_table("access_review")
    op.drop_table("counted_try")
    op.drop_table("sign_up")
    op.drop_table("invitation")
    op.execute("DELETE FROM email_message WHERE recipient_id IS NULL")
    with op.batch_alter_table("email_message") as batch:
        batch.drop_constraint(op.f("ck_email_message_somewhere"), type_="check")
        batch.drop_constraint(op.f("fk_email_message_link_id"), type_="foreignkey")
        batch.drop_column("link_id")
        batch.drop_column("address")
        batch.alter_column("recipient_id", existing_type=sa.Integer(), nullable=False)
    op.drop_table("secret_link")
    with op.batch_alter_table("web_session") as batch:
        batch.drop_column("confirmed_at")
    with op.batch_alter_table("membership") as batch:
        batch.drop_column("since")
    with op.batch_alter_table("user_account") as batch:
        batch.drop_column("pending_email")
