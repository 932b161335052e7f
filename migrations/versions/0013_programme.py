"""The yearly programme of a buyer."""

revision = "0013_programme"
down_revision = "0012_levers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
