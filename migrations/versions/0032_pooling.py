"""Lots pooled for the path of one person."""

import sqlalchemy as sa
from alembic import op

revision = "0032_pooling"
down_revision = "0031_relays"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hours_pool",
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=True),
        sa.Column("message", sa.String(length=500), nullable=True),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_by_id", sa.Integer(), nullable=True),
        sa.Column("end_reason", sa.String(length=300), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('active', 'ended')) = (effective_on IS NOT NULL)",
            name=op.f("ck_hours_pool_effective"),
        ),
        sa.CheckConstraint(
            "(state IN ('withdrawn', 'ended')) = (ended_by_id IS NOT NULL)", name=op.f("ck_hours_pool_ended")
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_hours_pool_order")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["user_account.id"], name=op.f("fk_hours_pool_ended_by_id")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user_account.id"], name=op.f("fk_hours_pool_proposed_by_id")
        ),
        sa.ForeignKeyConstraint(["territory_id"], ["territory.id"], name=op.f("fk_hours_pool_territory_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hours_pool")),
    )
    op.create_index("ix_hours_pool_territory_id_state", "hours_pool", ["territory_id", "state"], unique=False)
    op.create_table(
        "pool_lot",
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("lot_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("ceiling", sa.Integer(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("ceiling IS NULL OR ceiling > 0", name=op.f("ck_pool_lot_ceiling")),
        sa.CheckConstraint("weight > 0", name=op.f("ck_pool_lot_weight")),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("fk_pool_lot_lot_id")),
        sa.ForeignKeyConstraint(["pool_id"], ["hours_pool.id"], name=op.f("fk_pool_lot_pool_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_lot")),
        sa.UniqueConstraint("pool_id", "lot_id", name=op.f("uq_pool_lot_pool_id_lot_id")),
    )
    op.create_index(op.f("ix_pool_lot_lot_id"), "pool_lot", ["lot_id"], unique=False)
    op.create_table(
        "pool_person",
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("modality", sa.String(40), nullable=False),
        sa.Column("contract_type", sa.String(40), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["organization.id"], name=op.f("fk_pool_person_employer_id")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_pool_person_participant_id")
        ),
        sa.ForeignKeyConstraint(["pool_id"], ["hours_pool.id"], name=op.f("fk_pool_person_pool_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_person")),
        sa.UniqueConstraint(
            "pool_id",
            "participant_id",
            "employer_id",
            name=op.f("uq_pool_person_pool_id_participant_id_employer_id"),
        ),
    )
    op.create_index(op.f("ix_pool_person_employer_id"), "pool_person", ["employer_id"], unique=False)
    op.create_index("ix_pool_person_participant_id", "pool_person", ["participant_id"], unique=False)
    op.create_table(
        "pool_agreement",
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("organization_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(40), nullable=False),
        sa.Column("state", sa.String(40), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("signatory", sa.String(length=160), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.String(length=300), nullable=True),
        sa.Column("recorded_on", sa.Date(), nullable=True),
        sa.Column("recorded_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'agreed') = (signed_on IS NOT NULL)", name=op.f("ck_pool_agreement_signed")
        ),
        sa.CheckConstraint(
            "(state = 'asked') = (recorded_on IS NULL)", name=op.f("ck_pool_agreement_recorded")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["stored_file.id"], name=op.f("fk_pool_agreement_document_id")
        ),
        sa.ForeignKeyConstraint(
            ["organization_id"], ["organization.id"], name=op.f("fk_pool_agreement_organization_id")
        ),
        sa.ForeignKeyConstraint(["pool_id"], ["hours_pool.id"], name=op.f("fk_pool_agreement_pool_id")),
        sa.ForeignKeyConstraint(
            ["recorded_by_id"], ["user_account.id"], name=op.f("fk_pool_agreement_recorded_by_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_agreement")),
        sa.UniqueConstraint(
            "pool_id", "organization_id", "side", name=op.f("uq_pool_agreement_pool_id_organization_id_side")
        ),
    )
    op.create_index(
        "ix_pool_agreement_organization_id_state",
        "pool_agreement",
        ["organization_id", "state"],
        unique=False,
    )
    op.create_table(
        "pooled_hours",
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("modality", sa.String(40), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("worked", sa.Integer(), nullable=False),
        sa.Column("training", sa.Integer(), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("training >= 0 AND training <= 74400", name=op.f("ck_pooled_hours_training")),
        sa.CheckConstraint("worked >= 0 AND worked <= 74400", name=op.f("ck_pooled_hours_worked")),
        sa.ForeignKeyConstraint(
            ["employer_id"], ["organization.id"], name=op.f("fk_pooled_hours_employer_id")
        ),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["organization.id"], name=op.f("fk_pooled_hours_entered_by_id")
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_pooled_hours_participant_id")
        ),
        sa.ForeignKeyConstraint(["pool_id"], ["hours_pool.id"], name=op.f("fk_pooled_hours_pool_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pooled_hours")),
        sa.UniqueConstraint(
            "pool_id",
            "participant_id",
            "employer_id",
            "month",
            name=op.f("uq_pooled_hours_pool_id_participant_id_employer_id_month"),
        ),
    )
    op.create_index(op.f("ix_pooled_hours_employer_id"), "pooled_hours", ["employer_id"], unique=False)
    op.create_index(
        "ix_pooled_hours_participant_id_month", "pooled_hours", ["participant_id", "month"], unique=False
    )
    op.create_table(
        "pool_part",
        sa.Column("pooled_id", sa.Integer(), nullable=False),
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.CheckConstraint("weight >= 0", name=op.f("ck_pool_part_weight")),
        sa.ForeignKeyConstraint(["entry_id"], ["hours_entry.id"], name=op.f("fk_pool_part_entry_id")),
        sa.ForeignKeyConstraint(["pooled_id"], ["pooled_hours.id"], name=op.f("fk_pool_part_pooled_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_part")),
        sa.UniqueConstraint("entry_id", name=op.f("uq_pool_part_entry_id")),
    )
    op.create_index(op.f("ix_pool_part_pooled_id"), "pool_part", ["pooled_id"], unique=False)


def downgrade() -> None:
    op.drop_table("pool_part")
    op.drop_table("pooled_hours")
    op.drop_table("pool_agreement")
    op.drop_table("pool_person")
    op.drop_table("pool_lot")
    op.drop_table("hours_pool")
