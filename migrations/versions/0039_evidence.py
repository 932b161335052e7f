"""Documents that prove the hours."""

revision = "0039_evidence"
down_revision = "0038_hours_imports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
