"""Reserved."""

revision = "0041_reminders"
down_revision = "0040_validation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
