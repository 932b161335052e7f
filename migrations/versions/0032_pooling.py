"""Lots pooled for the path of one person."""

revision = "0032_pooling"
down_revision = "0031_relays"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
