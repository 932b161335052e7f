"""How the volume of a lot is expressed, and what changes it."""

revision = "0011_bases"
down_revision = "0010_append_only"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
