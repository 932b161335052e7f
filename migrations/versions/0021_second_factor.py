"""Authenticators, passkeys, recovery codes and single-purpose links."""

import sqlalchemy as sa
from alembic import op

revision = "0021_second_factor"
down_revision = "0020_accounts"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _number(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def upgrade() -> None:
    with op.batch_alter_table("web_session") as batch:
        batch.add_column(
            sa.Column("strength", sa.String(length=40), nullable=False, server_default="password")
        )
    op.create_table(
        "authenticator",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.String(length=300), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("last_period", sa.Integer(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        _to("authenticator", "user_id", "user_account"),
        _number("authenticator"),
        sa.UniqueConstraint("user_id", "confirmed", name=op.f("uq_authenticator_user_id_confirmed")),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("credential_id", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        _to("passkey", "user_id", "user_account"),
        _number("passkey"),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_user_id"), "passkey", ["user_id"])
    op.create_table(
        "passkey_challenge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=20), nullable=False),
        sa.Column("challenge", sa.String(length=100), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        _to("passkey_challenge", "session_id", "web_session"),
        _number("passkey_challenge"),
        sa.UniqueConstraint("session_id", name=op.f("uq_passkey_challenge_session_id")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("start", sa.String(length=4), nullable=False),
        sa.Column("code_hash", sa.String(length=200), nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        _to("recovery_code", "user_id", "user_account"),
        _number("recovery_code"),
        sa.UniqueConstraint("user_id", "start", name=op.f("uq_recovery_code_user_id_start")),
    )
    op.create_table(
        "factor_failure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        _to("factor_failure", "user_id", "user_account"),
        _number("factor_failure"),
    )
    op.create_index("ix_factor_failure_user_id_at", "factor_failure", ["user_id", "at"])
    op.create_table(
        "signed_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("report_version", sa.Integer(), nullable=True),
        sa.Column("created_at", INSTANT, nullable=False),
        sa.Column("expires_at", INSTANT, nullable=False),
        sa.Column("used_at", INSTANT, nullable=True),
        _to("signed_link", "membership_id", "membership"),
        _to("signed_link", "lot_id", "lot"),
        _number("signed_link"),
        sa.UniqueConstraint("token_hash", name=op.f("uq_signed_link_token_hash")),
    )
    op.create_index("ix_signed_link_lot_id_month", "signed_link", ["lot_id", "month"])


def downgrade() -> None:
    for table in ("signed_link", "factor_failure", "recovery_code", "passkey_challenge", "passkey", "authenticator"):  # fmt: skip
        op.drop_table(table)
    with op.batch_alter_table("web_session") as batch:
        batch.drop_column("strength")
