"""What is proven of a participant, PASS IAE, immersions, and fiches put together."""

import sqlalchemy as sa
from alembic import op

revision = "0037_participants"
down_revision = "0036_difficulties"
branch_labels = None
depends_on = None


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))


def _id() -> sa.Column[int]:
    return sa.Column("id", sa.Integer(), nullable=False)


def _number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=nullable)


def _day(name: str, *, nullable: bool = False) -> sa.Column[sa.Date]:
    return sa.Column(name, sa.Date(), nullable=nullable)


def upgrade() -> None:
    with op.batch_alter_table("participant") as batch:
        batch.add_column(_number("merged_into_id", nullable=True))
        batch.create_foreign_key(
            op.f("fk_participant_merged_into_id"), "participant", ["merged_into_id"], ["id"]
        )
        batch.create_index(op.f("ix_participant_merged_into_id"), ["merged_into_id"])
    for name in ("residence", "ground", "basis", "definition"):
        op.add_column("eligibility", sa.Column(name, sa.Text(), nullable=True))
    op.add_column("eligibility", _day("issued_on", nullable=True))
    op.add_column(
        "employment_contract", sa.Column("reception", sa.JSON(), nullable=False, server_default="[]")
    )
    op.add_column(
        "clause",
        sa.Column("jobseeker_definition", sa.String(length=40), nullable=False, server_default="running"),
    )
    op.create_table(
        "pass_iae",
        _id(),
        sa.Column("version", sa.Integer(), nullable=False),
        _number("participant_id"),
        sa.Column("number", sa.Text(), nullable=False),
        _day("starts_on"),
        _day("recorded_on"),
        _number("recorded_by_id"),
        _day("withdrawn_on", nullable=True),
        _to("pass_iae", "participant_id", "participant"),
        _to("pass_iae", "recorded_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pass_iae")),
    )
    op.create_index(op.f("ix_pass_iae_participant_id"), "pass_iae", ["participant_id"])
    op.create_table(
        "pass_iae_change",
        _id(),
        sa.Column("version", sa.Integer(), nullable=False),
        _number("pass_iae_id"),
        sa.Column("kind", sa.String(length=40), nullable=False),
        _day("first_day"),
        _day("last_day"),
        _day("told_on"),
        _number("told_by_id"),
        _day("withdrawn_on", nullable=True),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_pass_iae_change_order")),
        _to("pass_iae_change", "pass_iae_id", "pass_iae"),
        _to("pass_iae_change", "told_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pass_iae_change")),
    )
    op.create_index(op.f("ix_pass_iae_change_pass_iae_id"), "pass_iae_change", ["pass_iae_id"])
    op.create_table(
        "immersion",
        _id(),
        sa.Column("version", sa.Integer(), nullable=False),
        _number("participant_id"),
        _number("lot_id"),
        _number("host_id"),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        _day("first_day"),
        _day("last_day"),
        sa.Column("tutor", sa.String(length=160), nullable=True),
        _day("recorded_on"),
        _number("recorded_by_id"),
        sa.CheckConstraint("last_day >= first_day", name=op.f("ck_immersion_order")),
        _to("immersion", "participant_id", "participant"),
        _to("immersion", "lot_id", "lot"),
        _to("immersion", "host_id", "organization"),
        _to("immersion", "recorded_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_immersion")),
    )
    for column in ("participant_id", "lot_id", "host_id"):
        op.create_index(op.f(f"ix_immersion_{column}"), "immersion", [column])
    op.create_table(
        "hiring_draft",
        _id(),
        sa.Column("version", sa.Integer(), nullable=False),
        _number("lot_id"),
        _number("user_id"),
        _number("organization_id"),
        sa.Column("typed", sa.Text(), nullable=False),
        _number("proof_file_id", nullable=True),
        _day("saved_on"),
        _to("hiring_draft", "lot_id", "lot"),
        _to("hiring_draft", "user_id", "user_account"),
        _to("hiring_draft", "organization_id", "organization"),
        _to("hiring_draft", "proof_file_id", "stored_file"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hiring_draft")),
        sa.UniqueConstraint("lot_id", "user_id", name=op.f("uq_hiring_draft_lot_id_user_id")),
    )
    op.create_index(op.f("ix_hiring_draft_user_id"), "hiring_draft", ["user_id"])
    op.create_table(
        "participant_merge",
        _id(),
        _number("kept_id"),
        _number("absorbed_id"),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        _number("merged_by_id"),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("moved", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        _number("undone_by_id", nullable=True),
        sa.CheckConstraint("kept_id <> absorbed_id", name=op.f("ck_participant_merge_two")),
        sa.CheckConstraint(
            "(undone_at IS NULL) = (undone_by_id IS NULL)", name=op.f("ck_participant_merge_undone")
        ),
        _to("participant_merge", "kept_id", "participant"),
        _to("participant_merge", "absorbed_id", "participant"),
        _to("participant_merge", "merged_by_id", "user_account"),
        _to("participant_merge", "undone_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant_merge")),
    )
    for column in ("kept_id", "absorbed_id"):
        op.create_index(op.f(f"ix_participant_merge_{column}"), "participant_merge", [column])


def downgrade() -> None:
    for table in ("participant_merge", "hiring_draft", "immersion", "pass_iae_change", "pass_iae"):
        op.drop_table(table)
    with op.batch_alter_table("clause") as batch:
        batch.drop_column("jobseeker_definition")
    with op.batch_alter_table("employment_contract") as batch:
        batch.drop_column("reception")
    with op.batch_alter_table("eligibility") as batch:
        for name in ("residence", "ground", "basis", "definition", "issued_on"):
            batch.drop_column(name)
    with op.batch_alter_table("participant") as batch:
        batch.drop_index(op.f("ix_participant_merged_into_id"))
        batch.drop_constraint(op.f("fk_participant_merged_into_id"), type_="foreignkey")
        batch.drop_column("merged_into_id")
