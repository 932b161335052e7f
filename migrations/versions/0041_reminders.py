"""Reminders, calls, pauses; what was sent before is taken over, so that nothing leaves a second time."""

import re
from datetime import date

import sqlalchemy as sa
from alembic import op

from migrations.append_only import allow_changes, forbid_changes

revision = "0041_reminders"
down_revision = "0040_validation"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
_KEY = re.compile(r"MonthDue-(\d+)-(\d{4})(\d{2})-(\d+)")


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    one = "reminder"
    reminder = op.create_table(
        one,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("told_at", INSTANT, nullable=False),
        sa.Column("event_key", sa.String(length=80), nullable=False),
        sa.Column("asked_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("rank >= 0", name=op.f("ck_reminder_rank")),
        _to(one, "lot_id", "lot"),
        _to(one, "organization_id", "organization"),
        _to(one, "asked_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint(
            "lot_id", "month", "organization_id", "kind", "told_on",
            name=op.f("uq_reminder_lot_id_month_organization_id_kind_told_on"),
        ),
    )  # fmt: skip
    by_itself = sa.text("asked_by_id IS NULL")
    op.create_index(
        "uq_reminder_rung", one, ["lot_id", "month", "organization_id", "kind", "rank"], unique=True,
        sqlite_where=by_itself, postgresql_where=by_itself,
    )  # fmt: skip
    op.create_index("ix_reminder_event_key", one, ["event_key"])
    op.create_index(op.f("ix_reminder_organization_id"), one, ["organization_id"])
    _take_over(reminder)
    forbid_changes(one)

    call = "reminder_call"
    op.create_table(
        call,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("noted_by_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", INSTANT, nullable=False),
        sa.Column("called_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _to(call, "lot_id", "lot"),
        _to(call, "organization_id", "organization"),
        _to(call, "noted_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_call")),
    )
    op.create_index("ix_reminder_call_lot_id_month", call, ["lot_id", "month"])
    op.create_index(op.f("ix_reminder_call_organization_id"), call, ["organization_id"])
    forbid_changes(call)

    pause = "reminder_pause"
    op.create_table(
        pause,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=False),
        sa.Column("set_at", INSTANT, nullable=False),
        _to(pause, "lot_id", "lot"),
        _to(pause, "set_by_id", "user_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder_pause")),
        sa.UniqueConstraint("lot_id", "month", name=op.f("uq_reminder_pause_lot_id_month")),
    )


def _take_over(reminder: sa.Table) -> None:
    """The reminders that left before this table: one for each lot, month and rung, on the day it was written."""
    rows = op.get_bind().execute(
        sa.text(
            "SELECT event_key, min(created_at) AS told_at FROM email_message WHERE event_key LIKE 'MonthDue-%'"
            " GROUP BY event_key ORDER BY min(id)"
        ).columns(event_key=sa.String, told_at=INSTANT)
    )
    holders = {
        row[0]: row[1] for row in op.get_bind().execute(sa.text("SELECT lot_id, awardee_id FROM award"))
    }
    known, seen = [], set()
    for event_key, told_at in rows:
        found = _KEY.fullmatch(event_key)
        if found is None or int(found[1]) not in holders:
            continue
        lot_id, month = int(found[1]), date(int(found[2]), int(found[3]), 1)
        if (lot_id, month, told_at.date()) in seen:
            continue
        seen.add((lot_id, month, told_at.date()))
        known.append(
            {"lot_id": lot_id, "month": month, "organization_id": holders[lot_id], "kind": "report",
             "rank": int(found[4]), "told_on": told_at.date(), "told_at": told_at, "event_key": event_key,
             "asked_by_id": None}
        )  # fmt: skip
    if known:
        op.bulk_insert(reminder, known)


def downgrade() -> None:
    op.drop_table("reminder_pause")
    allow_changes("reminder_call")
    op.drop_table("reminder_call")
    allow_changes("reminder")
    op.drop_table("reminder")
