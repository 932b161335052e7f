"""Questions, messages and documents of a market."""

revision = "0014_threads"
down_revision = "0013_programme"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
