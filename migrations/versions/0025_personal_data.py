"""Requests of people, retention, purges and encrypted grounds.

What tells a ground is sealed where it lies, with the secrets of the portal (`DATA_KEYS`, or `SECRET_KEY`): the form
of a seal is written again here, so that this revision always means the same.
"""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode

import sqlalchemy as sa
from alembic import op
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from migrations.append_only import allow_changes, forbid_changes

revision = "0025_personal_data"
down_revision = "0024_parameters"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
# table, column, type before, may it be empty, how its value is written once open
SEALED = (
    ("eligibility", "categories", sa.JSON(), False),
    ("eligibility", "proof_label", sa.String(length=120), True),
    ("eligibility", "message", sa.String(length=500), True),
    ("participant", "priority_district", sa.Boolean(), False),
    ("participant", "prescriber", sa.String(length=40), True),
    ("stored_file", "name", sa.String(length=200), False),
)
CLEARED = "birth IS NULL AND last_name = '' AND first_name = '' AND fold = '' AND commune_code IS NULL"


def upgrade() -> None:
    for table, column, before, empty in SEALED:
        _convert(table, column, before, sa.Text(), empty, _seal)
    with op.batch_alter_table("participant") as batch:
        batch.alter_column("birth", existing_type=sa.Date(), nullable=True)
        batch.add_column(sa.Column("pseudonymised_on", sa.Date(), nullable=True))
        batch.create_check_constraint(
            op.f("ck_participant_pseudonymised"),
            f"(pseudonymised_on IS NULL AND birth IS NOT NULL) OR (pseudonymised_on IS NOT NULL AND {CLEARED})",
        )
    with op.batch_alter_table("stored_file") as batch:
        batch.add_column(sa.Column("erased_at", INSTANT, nullable=True))
        batch.add_column(sa.Column("gone_at", INSTANT, nullable=True))
    op.create_table(
        "data_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("message", sa.Text(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("identity_check", sa.String(length=40), nullable=True),
        sa.Column("identified_on", sa.Date(), nullable=True),
        sa.Column("identified_by_id", sa.Integer(), nullable=True),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("ground", sa.String(length=40), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'open') = (answered_on IS NULL)", name=op.f("ck_data_request_answered")),
        sa.CheckConstraint(
            "participant_id IS NULL OR user_id IS NULL", name=op.f("ck_data_request_one_person")
        ),
        _to("data_request", "recorded_by_id", "user_account"),
        _to("data_request", "participant_id", "participant"),
        _to("data_request", "user_id", "user_account"),
        _to("data_request", "identified_by_id", "user_account"),
        _to("data_request", "answered_by_id", "user_account"),
        _number("data_request"),
    )
    op.create_index("ix_data_request_state_due_on", "data_request", ["state", "due_on"])
    op.create_table(
        "retention_hold",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("placed_by_id", sa.Integer(), nullable=False),
        sa.Column("lifted_on", sa.Date(), nullable=True),
        sa.Column("lifted_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(lot_id IS NULL) <> (participant_id IS NULL)", name=op.f("ck_retention_hold_one_thing")
        ),
        _to("retention_hold", "lot_id", "lot"),
        _to("retention_hold", "participant_id", "participant"),
        _to("retention_hold", "placed_by_id", "user_account"),
        _to("retention_hold", "lifted_by_id", "user_account"),
        _number("retention_hold"),
    )
    op.create_index(op.f("ix_retention_hold_lot_id"), "retention_hold", ["lot_id"])
    op.create_index(op.f("ix_retention_hold_participant_id"), "retention_hold", ["participant_id"])
    op.create_table(
        "purge_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("proposed_at", INSTANT, nullable=False),
        sa.Column("first_by_id", sa.Integer(), nullable=True),
        sa.Column("first_at", INSTANT, nullable=True),
        sa.Column("second_by_id", sa.Integer(), nullable=True),
        sa.Column("second_at", INSTANT, nullable=True),
        sa.Column("done_at", INSTANT, nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "second_by_id IS NULL OR second_by_id <> first_by_id", name=op.f("ck_purge_order_two_persons")
        ),
        _to("purge_order", "first_by_id", "user_account"),
        _to("purge_order", "second_by_id", "user_account"),
        _number("purge_order"),
    )
    op.create_table(
        "purge_proof",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("purged_on", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("ids_hash", sa.String(length=64), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=True),
        sa.Column("request_id", sa.Integer(), nullable=True),
        _to("purge_proof", "order_id", "purge_order"),
        _to("purge_proof", "request_id", "data_request"),
        _number("purge_proof"),
    )
    op.create_index(op.f("ix_purge_proof_purged_on"), "purge_proof", ["purged_on"])
    forbid_changes("purge_proof")


def downgrade() -> None:
    allow_changes("purge_proof")
    for table in ("purge_proof", "purge_order", "retention_hold", "data_request"):
        op.drop_table(table)
    with op.batch_alter_table("stored_file") as batch:
        batch.drop_column("gone_at")
        batch.drop_column("erased_at")
    # Somebody who became a number has no date of birth any more: the older form asks for one.
    op.execute("UPDATE participant SET pseudonymised_on = NULL, birth = '1900-01-01' WHERE birth IS NULL")
    with op.batch_alter_table("participant") as batch:
        batch.drop_constraint(op.f("ck_participant_pseudonymised"), type_="check")
        batch.drop_column("pseudonymised_on")
        batch.alter_column("birth", existing_type=sa.Date(), nullable=False)
    for table, column, before, empty in reversed(SEALED):
        _convert(table, column, sa.Text(), before, empty, _open)


def _convert(table: str, column: str, before, after, empty: bool, change) -> None:
    """Change the type of a column and each of its values: beside it first, then in its place."""
    beside = f"{column}_changed"
    op.add_column(table, sa.Column(beside, after, nullable=True))
    old = before if change is _seal else after
    rows = sa.table(table, sa.column("id"), sa.column(column, before), sa.column(beside, after))
    bind, place = op.get_bind(), f"{table}.{column}"
    values = bind.execute(sa.select(rows.c.id, rows.c[column]).where(rows.c[column].is_not(None))).all()
    for number, value in values:
        bind.execute(sa.update(rows).where(rows.c.id == number).values({beside: change(value, place, old)}))
    with op.batch_alter_table(table) as batch:
        batch.drop_column(column)
    with op.batch_alter_table(table) as batch:
        batch.alter_column(beside, new_column_name=column, existing_type=after, nullable=empty)


def _keys() -> dict[str, AESGCM]:
    keys: dict[str, AESGCM] = {}
    for secret in op.get_context().config.attributes["secrets"]():
        key = HKDF(SHA256(), 32, salt=None, info=b"clauses: data at rest").derive(secret.encode())
        keys.setdefault(hashlib.sha256(b"name:" + key).hexdigest()[:8], AESGCM(key))
    return keys


def _seal(value, place: str, before) -> str:
    text = value if isinstance(before, sa.String) else json.dumps(value)
    name, key = next(iter(_keys().items()))
    nonce = secrets.token_bytes(12)
    closed = key.encrypt(nonce, text.encode(), place.encode())
    return f"s1.{name}.{urlsafe_b64encode(nonce + closed).decode()}"


def _open(value: str, place: str, after):
    _, name, content = value.split(".")
    keys, raw = _keys(), urlsafe_b64decode(content)
    if name not in keys:
        raise RuntimeError(
            f"{place} is sealed with a key that is not in DATA_KEYS ({name}): put its secret back"
        )
    text = keys[name].decrypt(raw[:12], raw[12:], place.encode()).decode()
    return text if isinstance(after, sa.String) else json.loads(text)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _number(table: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))
