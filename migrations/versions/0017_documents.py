"""Documents of a market, and those joined to its messages."""

revision = "0017_documents"
down_revision = "0016_awards"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
