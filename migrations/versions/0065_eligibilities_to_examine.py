"""The proofs that wait for an examination are found without reading all those of the region."""

from alembic import op

revision = "0065_eligibilities_to_examine"
down_revision = "0069_paces"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_eligibility_state_submitted_on", "eligibility", ["state", "submitted_on"])


def downgrade() -> None:
    op.drop_index("ix_eligibility_state_submitted_on", table_name="eligibility")
