"""Hours available month by month, photos of a structure."""

revision = "0028_capacity"
down_revision = "0027_siae_profiles"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
