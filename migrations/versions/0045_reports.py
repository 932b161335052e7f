"""Reserved."""

revision = "0045_reports"
down_revision = "0044_letters"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
