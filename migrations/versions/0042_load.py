"""Reserved."""

revision = "0042_load"
down_revision = "0041_reminders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
