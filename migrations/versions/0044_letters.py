"""Reserved."""

revision = "0044_letters"
down_revision = "0043_decisions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
