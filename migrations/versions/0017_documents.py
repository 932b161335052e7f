"""Documents of a market, and those joined to its messages."""

import sqlalchemy as sa
from alembic import op

revision = "0017_documents"
down_revision = "0016_awards"
branch_labels = None
depends_on = None

# table -> the acts that nobody does on it
FORBIDDEN = {"message_file": ("UPDATE", "DELETE"), "market_document": ("DELETE",)}


def upgrade() -> None:
    with op.batch_alter_table("stored_file") as batch:
        batch.add_column(sa.Column("scan", sa.String(length=40), nullable=False, server_default="unscanned"))
        batch.add_column(sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index(op.f("ix_stored_file_scan"), "stored_file", ["scan"])
    op.create_table(
        "market_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("readership", sa.String(length=40), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("put_by_id", sa.Integer(), nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=300), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name=op.f("ck_market_document_withdrawal")
        ),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_market_document_market_id")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_market_document_lot_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_market_document_file_id")),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_market_document_organization_id")
        ),
        sa.ForeignKeyConstraint(
            ["put_by_id"], ["user_account.id"], name=op.f("fk_market_document_put_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["withdrawn_by_id"], ["user_account.id"], name=op.f("fk_market_document_withdrawn_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_document")),
        sa.UniqueConstraint("file_id", name=op.f("uq_market_document_file_id")),
    )
    op.create_index(op.f("ix_market_document_lot_id"), "market_document", ["lot_id"])
    op.create_index("ix_market_document_market_id_lot_id", "market_document", ["market_id", "lot_id"])
    op.create_table(
        "message_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["message_id"], ["lot_message.id"], name=op.f("fk_message_file_message_id")),
        sa.ForeignKeyConstraint(["file_id"], ["stored_file.id"], name=op.f("fk_message_file_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_file")),
        sa.UniqueConstraint("message_id", name=op.f("uq_message_file_message_id")),
        sa.UniqueConstraint("file_id", name=op.f("uq_message_file_file_id")),
    )
    for table, acts in FORBIDDEN.items():
        _forbid(table, acts)


def downgrade() -> None:
    for table, acts in FORBIDDEN.items():
        _allow(table, acts)
    op.drop_table("message_file")
    op.drop_table("market_document")
    op.drop_index(op.f("ix_stored_file_scan"), "stored_file")
    with op.batch_alter_table("stored_file") as batch:
        batch.drop_column("scanned_at")
        batch.drop_column("scan")


def _forbid(table: str, acts: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"""CREATE FUNCTION refuse_{table}() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION '{table} is kept'; END $$"""
        )
        op.execute(
            f"""CREATE TRIGGER {table}_kept BEFORE {" OR ".join(acts)} ON {table}
            FOR EACH ROW EXECUTE FUNCTION refuse_{table}()"""
        )
        return
    for act in acts:
        op.execute(
            f"""CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}
            BEGIN SELECT RAISE(ABORT, '{table} is kept'); END"""
        )


def _allow(table: str, acts: tuple[str, ...]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {table}_kept ON {table}")
        op.execute(f"DROP FUNCTION refuse_{table}()")
        return
    for act in acts:
        op.execute(f"DROP TRIGGER {table}_no_{act.lower()}")
