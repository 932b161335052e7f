"""Requests of people, retention, purges and encrypted grounds."""

revision = "0025_personal_data"
down_revision = "0024_parameters"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
