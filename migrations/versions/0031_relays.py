"""What a relay needs to hand a person over."""

revision = "0031_relays"
down_revision = "0030_plans"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
