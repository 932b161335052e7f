"""What a plan needs beyond its lines."""

revision = "0030_plans"
down_revision = "0029_partner_requests"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
