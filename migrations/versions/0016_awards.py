"""Consortia, subcontractors, kick-off meetings and sub-targets of a lot."""

revision = "0016_awards"
down_revision = "0015_reference_values"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
