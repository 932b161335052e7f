"""Reserved."""

revision = "0037_participants"
down_revision = "0036_difficulties"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
