"""Decisions on a lot: neutralisation, penalty, closing."""

revision = "0043_decisions"
down_revision = "0042_difficulties"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
