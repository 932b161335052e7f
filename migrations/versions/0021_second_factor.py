"""Authenticators, passkeys, recovery codes and single-purpose links."""

revision = "0021_second_factor"
down_revision = "0020_accounts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
