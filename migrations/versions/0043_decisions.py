"""Reserved."""

revision = "0043_decisions"
down_revision = "0042_load"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
