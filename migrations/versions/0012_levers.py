"""Levers, legal grounds and the texts of a clause."""

import sqlalchemy as sa
from alembic import op

revision = "0012_levers"
down_revision = "0011_bases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("lot", sa.Column("legal_ground", sa.String(40), nullable=True))
    op.add_column("lot", sa.Column("ground_explanation", sa.Text(), nullable=True))
    op.add_column("clause", sa.Column("experience_weeks", sa.Integer(), nullable=True))
    op.add_column("clause", sa.Column("criterion_weight", sa.Integer(), nullable=True))
    op.create_table(
        "clause_text",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(40), nullable=False),
        sa.Column("pieces", sa.JSON(), nullable=False),
        sa.Column("taken_on", sa.Date(), nullable=False),
        sa.Column("taken_by_id", sa.Integer(), nullable=True),
        sa.Column("at_publication", sa.Boolean(), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["market_id"], ["market.id"], name=op.f("fk_clause_text_market_id")),
        sa.ForeignKeyConstraint(
            ["taken_by_id"], ["user_account.id"], name=op.f("fk_clause_text_taken_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clause_text")),
        sa.UniqueConstraint("market_id", "number", name=op.f("uq_clause_text_market_id_number")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            """CREATE FUNCTION refuse_clause_text() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN RAISE EXCEPTION 'clause_text is append-only'; END $$"""
        )
        op.execute(
            """CREATE TRIGGER clause_text_append_only BEFORE UPDATE OR DELETE ON clause_text
            FOR EACH ROW EXECUTE FUNCTION refuse_clause_text()"""
        )
        return
    for act in ("UPDATE", "DELETE"):
        op.execute(
            f"""CREATE TRIGGER clause_text_no_{act.lower()} BEFORE {act} ON clause_text
            BEGIN SELECT RAISE(ABORT, 'clause_text is append-only'); END"""
        )


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    op.drop_table("clause_text")
    if postgresql:
        op.execute("DROP FUNCTION refuse_clause_text()")
    op.drop_column("clause", "criterion_weight")
    op.drop_column("clause", "experience_weeks")
    op.drop_column("lot", "ground_explanation")
    op.drop_column("lot", "legal_ground")
