"""Notifications and the choice of how each is sent."""

revision = "0026_notifications"
down_revision = "0025_personal_data"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
