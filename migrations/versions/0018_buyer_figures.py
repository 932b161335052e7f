"""What a buyer spends in a year, for its own published figures."""

revision = "0018_buyer_figures"
down_revision = "0017_documents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
