"""Dated parameters and merged organizations."""

revision = "0024_parameters"
down_revision = "0023_territories"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
