"""Reserved."""

revision = "0040_validation"
down_revision = "0039_evidence"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
