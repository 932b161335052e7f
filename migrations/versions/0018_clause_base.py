"""The base of a sizing and the sub-targets of a clause."""

revision = "0018_clause_base"
down_revision = "0017_documents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
