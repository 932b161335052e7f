"""Reserved."""

revision = "0046_dashboards"
down_revision = "0045_reports"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
