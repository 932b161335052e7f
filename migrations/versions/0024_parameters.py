"""Where an act came from, the heads of the chain, dated parameters, closed and merged organizations."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import allow_changes, forbid_changes

revision = "0024_parameters"
down_revision = "0023_territories"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
APPEND_ONLY = ("audit_head", "parameter_value")
AUDIT_INDEXES = {
    "ix_audit_event_actor_id_seq": ["actor_id", "seq"],
    "ix_audit_event_organization_id_seq": ["organization_id", "seq"],
    "ix_audit_event_action_seq": ["action", "seq"],
    "ix_audit_event_at": ["at"],
}


def upgrade() -> None:
    # Never in batch mode: SQLite would write the journal again, and lose the triggers that forbid it.
    op.add_column("audit_event", sa.Column("place", sa.String(length=16), nullable=True))
    for name, columns in AUDIT_INDEXES.items():
        op.create_index(name, "audit_event", columns)
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("published_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_head")),
        sa.UniqueConstraint("day", name=op.f("uq_audit_head_day")),
    )
    op.create_table(
        "parameter_value",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("recorded_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("effective_from > recorded_on", name=op.f("ck_parameter_value_never_past")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_parameter_value_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parameter_value")),
    )
    op.create_index("ix_parameter_value_rule_name", "parameter_value", ["rule", "name"])
    op.add_column("organization", sa.Column("closed_on", sa.Date(), nullable=True))
    op.create_table(
        "organization_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("survivor_id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("merged_on", sa.Date(), nullable=False),
        sa.Column("merged_at", MOMENT, nullable=False),
        sa.Column("merged_by_id", sa.Integer(), nullable=False),
        sa.Column("moved", sa.JSON(), nullable=False),
        sa.Column("undone_at", MOMENT, nullable=True),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("survivor_id <> merged_id", name=op.f("ck_organization_merge_two")),
        sa.ForeignKeyConstraint(
            ["survivor_id"], ["organization.id"], name=op.f("fk_organization_merge_survivor_id")
        ),
        sa.ForeignKeyConstraint(
            ["merged_id"], ["organization.id"], name=op.f("fk_organization_merge_merged_id")
        ),
        sa.ForeignKeyConstraint(
            ["merged_by_id"], ["user_account.id"], name=op.f("fk_organization_merge_merged_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["undone_by_id"], ["user_account.id"], name=op.f("fk_organization_merge_undone_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organization_merge")),
    )
    op.create_index("ix_organization_merge_survivor_id", "organization_merge", ["survivor_id"])
    op.create_index("ix_organization_merge_merged_id", "organization_merge", ["merged_id"])
    for table in APPEND_ONLY:
        forbid_changes(table)


def downgrade() -> None:
    for table in reversed(APPEND_ONLY):
        allow_changes(table)
    op.drop_table("organization_merge")
    op.drop_column("organization", "closed_on")
    op.drop_table("parameter_value")
    op.drop_table("audit_head")
    for name in reversed(AUDIT_INDEXES):
        op.drop_index(name, "audit_event")
    op.drop_column("audit_event", "place")
