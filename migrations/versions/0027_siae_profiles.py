"""The sheet of each structure in the directory."""

import sqlalchemy as sa
from alembic import op

revision = "0027_siae_profiles"
down_revision = "0026_notifications"
branch_labels = None
depends_on = None

LISTS = sa.JSON(none_as_null=True)


def upgrade() -> None:
    op.create_table(
        "siae_profile",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("employer_kind", sa.String(length=40), nullable=False),
        sa.Column("brand", sa.String(length=200), nullable=True),
        sa.Column("city", sa.String(length=100), nullable=False),
        sa.Column("post_code", sa.String(length=5), nullable=True),
        sa.Column("lat_e6", sa.Integer(), nullable=True),
        sa.Column("lon_e6", sa.Integer(), nullable=True),
        sa.Column("zone", sa.String(length=40), nullable=False),
        sa.Column("radius_km", sa.Integer(), nullable=True),
        sa.Column("zone_codes", LISTS, nullable=False),
        sa.Column("lends_staff", sa.Boolean(), nullable=False),
        sa.Column("takes_works", sa.Boolean(), nullable=False),
        sa.Column("joins_groups", sa.Boolean(), nullable=False),
        sa.Column("sectors", LISTS, nullable=False),
        sa.Column("networks", LISTS, nullable=False),
        sa.Column("recruitment_procedure", sa.Text(), nullable=True),
        sa.Column("equipment", sa.Text(), nullable=True),
        sa.Column("website", sa.String(length=300), nullable=True),
        sa.Column("public_contact", sa.String(length=120), nullable=True),
        sa.Column("naf", sa.String(length=5), nullable=True),
        sa.Column("branch", sa.Boolean(), nullable=False),
        sa.Column("under_agreement", sa.Boolean(), nullable=False),
        sa.Column("agreement_number", sa.String(length=60), nullable=True),
        sa.Column("agreement_start", sa.Date(), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("source_id", sa.String(length=60), nullable=True),
        sa.Column("source_date", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.CheckConstraint("(lat_e6 IS NULL) = (lon_e6 IS NULL)", name=op.f("ck_siae_profile_place")),
        sa.CheckConstraint("radius_km BETWEEN 0 AND 150", name=op.f("ck_siae_profile_radius_km")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_siae_profile_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_siae_profile")),
        sa.UniqueConstraint("organization_id", name=op.f("uq_siae_profile_organization_id")),
    )
    op.create_index("ix_siae_profile_employer_kind_lat_e6", "siae_profile", ["employer_kind", "lat_e6"])
    op.create_index("ix_siae_profile_lat_e6_lon_e6", "siae_profile", ["lat_e6", "lon_e6"])


def downgrade() -> None:
    op.drop_table("siae_profile")
