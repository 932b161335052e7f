"""Identities held by an outside provider."""

revision = "0022_identity_provider"
down_revision = "0021_second_factor"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
