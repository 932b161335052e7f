"""Reserved."""

revision = "0039_evidence"
down_revision = "0038_months"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
