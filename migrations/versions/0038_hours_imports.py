"""Hours read from files, and the mappings remembered."""

revision = "0038_hours_imports"
down_revision = "0037_months"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
