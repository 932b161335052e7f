"""Absences, deputies, transfers and closings of territories."""

revision = "0023_territories"
down_revision = "0022_identity_provider"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
