"""Requests of companies to structures, and their answers."""

revision = "0029_partner_requests"
down_revision = "0028_capacity"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
