"""Reserved."""

revision = "0038_months"
down_revision = "0037_participants"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
