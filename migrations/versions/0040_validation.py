"""Claims on hours decided, hours declared twice, lines drawn for a check; shortcuts of the keyboard."""

import sqlalchemy as sa
from alembic import op

from migrations.append_only import allow_changes, forbid_changes

revision = "0040_validation"
down_revision = "0039_evidence"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "control_draw",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("rate_bp", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("drawn_on", sa.Date(), nullable=False),
        sa.Column("drawn_by_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["drawn_by_id"], ["user_account.id"], name=op.f("fk_control_draw_drawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control_draw")),
    )
    op.create_table(
        "control_pick",
        sa.Column("draw_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(length=40), nullable=True),
        sa.Column("right_hours", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=300), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=True),
        sa.Column("checked_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "result IS NULL OR (result = 'gap') = (right_hours IS NOT NULL)", name=op.f("ck_control_pick_gap")
        ),
        sa.CheckConstraint("(result IS NULL) = (checked_on IS NULL)", name=op.f("ck_control_pick_checked")),
        sa.ForeignKeyConstraint(
            ["checked_by_id"], ["user_account.id"], name=op.f("fk_control_pick_checked_by_id")
        ),
        sa.ForeignKeyConstraint(["draw_id"], ["control_draw.id"], name=op.f("fk_control_pick_draw_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["hours_entry.id"], name=op.f("fk_control_pick_entry_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_control_pick_lot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_control_pick")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_control_pick_entry_id")),
    )
    op.create_index("ix_control_pick_draw_id", "control_pick", ["draw_id"], unique=False)
    op.create_index("ix_control_pick_lot_id", "control_pick", ["lot_id"], unique=False)
    op.create_table(
        "hours_claim",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("before", sa.Integer(), nullable=False),
        sa.Column("after", sa.Integer(), nullable=False),
        sa.Column("motive", sa.String(length=300), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=300), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'open') = (decided_on IS NULL)", name=op.f("ck_hours_claim_decided")),
        sa.CheckConstraint(
            "before >= 0 AND after >= 0 AND before <> after", name=op.f("ck_hours_claim_hours")
        ),
        sa.CheckConstraint(
            "decided_by_id IS NULL OR decided_by_id <> asked_by_id", name=op.f("ck_hours_claim_four_eyes")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user_account.id"], name=op.f("fk_hours_claim_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_hours_claim_decided_by_id")
        ),
        sa.ForeignKeyConstraint(["entry_id"], ["hours_entry.id"], name=op.f("fk_hours_claim_entry_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_hours_claim_lot_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_hours_claim_organization_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_claim")),
    )
    op.create_index("ix_hours_claim_entry_id", "hours_claim", ["entry_id"], unique=False)
    op.create_index("ix_hours_claim_lot_id_state", "hours_claim", ["lot_id", "state"], unique=False)
    op.create_index(
        "uq_hours_claim_open",
        "hours_claim",
        ["entry_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_table(
        "hours_match",
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=False),
        sa.Column("first_answer", sa.String(length=40), nullable=True),
        sa.Column("first_by_id", sa.Integer(), nullable=True),
        sa.Column("second_answer", sa.String(length=40), nullable=True),
        sa.Column("second_by_id", sa.Integer(), nullable=True),
        sa.Column("kept_id", sa.Integer(), nullable=True),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("settled_by_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'settled') = (kept_id IS NOT NULL)", name=op.f("ck_hours_match_kept")),
        sa.CheckConstraint("first_id < second_id", name=op.f("ck_hours_match_order")),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["user_account.id"], name=op.f("fk_hours_match_asked_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["first_by_id"], ["user_account.id"], name=op.f("fk_hours_match_first_by_id")
        ),
        sa.ForeignKeyConstraint(["first_id"], ["hours_entry.id"], name=op.f("fk_hours_match_first_id")),
        sa.ForeignKeyConstraint(["kept_id"], ["hours_entry.id"], name=op.f("fk_hours_match_kept_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_hours_match_lot_id")),
        sa.ForeignKeyConstraint(
            ["second_by_id"], ["user_account.id"], name=op.f("fk_hours_match_second_by_id")
        ),
        sa.ForeignKeyConstraint(["second_id"], ["hours_entry.id"], name=op.f("fk_hours_match_second_id")),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["user_account.id"], name=op.f("fk_hours_match_settled_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_match")),
        sa.UniqueConstraint("first_id", "second_id", name=op.f("uq_hours_match_first_id_second_id")),
    )
    op.create_index("ix_hours_match_lot_id_state", "hours_match", ["lot_id", "state"], unique=False)
    op.create_index("ix_hours_match_second_id", "hours_match", ["second_id"], unique=False)
    op.add_column(
        "user_account", sa.Column("shortcuts", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    forbid_changes("control_draw")


def downgrade() -> None:
    allow_changes("control_draw")
    with op.batch_alter_table("user_account") as batch:
        batch.drop_column("shortcuts")
    op.drop_table("hours_match")
    op.drop_table("hours_claim")
    op.drop_table("control_pick")
    op.drop_table("control_draw")
