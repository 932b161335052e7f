"""Plans proposed by the assistant."""

revision = "0033_assistant"
down_revision = "0032_pooling"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
