"""What a buyer spends in a year, for its own published figures."""

revision = "0019_buyer_purchases"
down_revision = "0018_clause_base"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
