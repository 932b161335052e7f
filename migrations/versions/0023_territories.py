"""Absences, deputies, transfers and closings of territories."""

import sqlalchemy as sa
from alembic import op

revision = "0023_territories"
down_revision = "0022_identity_provider"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("mandate") as batch:
        batch.add_column(sa.Column("kind", sa.String(length=40), nullable=False, server_default="holder"))
        batch.add_column(sa.Column("given_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("reason", sa.String(length=300), nullable=True))
        batch.add_column(sa.Column("end_reason", sa.String(length=300), nullable=True))
        batch.add_column(sa.Column("replaces_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("replaced_end", sa.Date(), nullable=True))
        batch.create_foreign_key(op.f("fk_mandate_replaces_id"), "mandate", ["replaces_id"], ["id"])
    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("deputy_id", sa.Integer(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("declared_at", MOMENT, nullable=False),
        sa.Column("declared_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_absence_order")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_absence_user_id")),
        sa.ForeignKeyConstraint(["deputy_id"], ["user_account.id"], name=op.f("fk_absence_deputy_id")),
        sa.ForeignKeyConstraint(
            ["declared_by_id"], ["user_account.id"], name=op.f("fk_absence_declared_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    op.create_index(op.f("ix_absence_user_id"), "absence", ["user_id"])
    op.create_index(op.f("ix_absence_deputy_id"), "absence", ["deputy_id"])
    op.create_table(
        "handover",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("mandate_id", sa.Integer(), nullable=True),
        sa.Column("from_id", sa.Integer(), nullable=True),
        sa.Column("to_id", sa.Integer(), nullable=True),
        sa.Column("coordinator_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_handover_territory_id")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_handover_mandate_id")),
        sa.ForeignKeyConstraint(["from_id"], ["user_account.id"], name=op.f("fk_handover_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["user_account.id"], name=op.f("fk_handover_to_id")),
        sa.ForeignKeyConstraint(
            ["coordinator_id"], ["user_account.id"], name=op.f("fk_handover_coordinator_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
        sa.UniqueConstraint("territory_id", "day", name=op.f("uq_handover_territory_id_day")),
    )
    op.create_table(
        "host_closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("successor_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_host_closing_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["user_account.id"], name=op.f("fk_host_closing_successor_id")
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_host_closing_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_host_closing")),
        sa.UniqueConstraint("organization_id", name=op.f("uq_host_closing_organization_id")),
    )
    _forbid_changes()


def downgrade() -> None:
    _allow_changes()
    op.drop_table("host_closing")
    op.drop_table("handover")
    op.drop_table("absence")
    with op.batch_alter_table("mandate") as batch:
        batch.drop_constraint(op.f("fk_mandate_replaces_id"), type_="foreignkey")
        for column in ("replaced_end", "replaces_id", "end_reason", "reason", "given_on", "kind"):
            batch.drop_column(column)


def _forbid_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            """CREATE FUNCTION refuse_handover() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'handover is append-only'; END $$"""
        )
        op.execute(
            """CREATE TRIGGER handover_append_only BEFORE UPDATE OR DELETE ON handover
            FOR EACH ROW EXECUTE FUNCTION refuse_handover()"""
        )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"""CREATE TRIGGER handover_no_{act.lower()} BEFORE {act} ON handover
            BEGIN SELECT RAISE(ABORT, 'handover is append-only'); END"""
        )


def _allow_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER handover_append_only ON handover")
        op.execute("DROP FUNCTION refuse_handover()")
        return
    for act in ("update", "delete"):
        op.execute(f"DROP TRIGGER handover_no_{act}")
