"""Lists of structures read from files."""

revision = "0034_directory_imports"
down_revision = "0033_assistant"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
