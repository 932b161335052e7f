"""The month: nothing to declare, contests, drafts."""

revision = "0037_months"
down_revision = "0036_participants"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
