"""What the search of the directory reads fast."""

revision = "0035_directory_search"
down_revision = "0034_directory_imports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
