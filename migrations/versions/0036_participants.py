"""People: proofs, windows, contracts."""

revision = "0036_participants"
down_revision = "0035_directory_search"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
