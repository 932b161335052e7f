"""Reference values dated by the region: labour shares and hourly costs."""

revision = "0015_reference_values"
down_revision = "0014_threads"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
