"""Levers, legal grounds and the texts of a clause."""

revision = "0012_levers"
down_revision = "0011_bases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
