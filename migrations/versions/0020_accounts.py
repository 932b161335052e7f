"""Sign-up, invitations, join requests and the review of access."""

revision = "0020_accounts"
down_revision = "0019_buyer_purchases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
