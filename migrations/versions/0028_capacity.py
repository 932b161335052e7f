"""Hours available month by month, photos of a structure."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import allow_changes, forbid_changes

revision = "0028_capacity"
down_revision = "0027_siae_profiles"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    op.create_table(
        "monthly_capacity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("trade", sa.String(length=40), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("stated_at", INSTANT, nullable=False),
        sa.Column("stated_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("hours BETWEEN 0 AND 2000000", name=op.f("ck_monthly_capacity_hours")),
        _to("monthly_capacity", "organization_id", "organization"),
        _to("monthly_capacity", "stated_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_monthly_capacity")),
    )
    op.create_index(
        "ix_monthly_capacity_organization_id_month", "monthly_capacity", ["organization_id", "month"]
    )
    forbid_changes("monthly_capacity")
    op.create_table(
        "structure_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("caption", sa.String(length=120), nullable=False),
        sa.Column("put_by_id", sa.Integer(), nullable=False),
        sa.Column("put_at", INSTANT, nullable=False),
        sa.Column("withdrawn_at", INSTANT, nullable=True),
        _to("structure_photo", "organization_id", "organization"),
        _to("structure_photo", "file_id", "stored_file"),
        _to("structure_photo", "put_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_structure_photo")),
        sa.UniqueConstraint("file_id", name=op.f("uq_structure_photo_file_id")),
    )
    op.create_index(op.f("ix_structure_photo_organization_id"), "structure_photo", ["organization_id"])
    with op.batch_alter_table("prefect_waiver") as batch:
        batch.add_column(sa.Column("file_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("stated_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("stated_by_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_prefect_waiver_file_id"), "stored_file", ["file_id"], ["id"])
        batch.create_foreign_key(
            op.f("fk_prefect_waiver_stated_by_id"), "user_account", ["stated_by_id"], ["id"]
        )


def downgrade() -> None:
    with op.batch_alter_table("prefect_waiver") as batch:
        batch.drop_constraint(op.f("fk_prefect_waiver_stated_by_id"), type_="foreignkey")
        batch.drop_constraint(op.f("fk_prefect_waiver_file_id"), type_="foreignkey")
        batch.drop_column("stated_by_id")
        batch.drop_column("stated_on")
        batch.drop_column("file_id")
    op.drop_table("structure_photo")
    allow_changes("monthly_capacity")
    op.drop_table("monthly_capacity")
