"""How will the hours be done? The company's commitment and the resource person's plans, in versions."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds import (
    CommitmentState,
    DeclineReason,
    LineState,
    Modality,
    OverrideReason,
    PlanState,
    RelayChoice,
)
from clauses.extensions import Base
from clauses.models.markets import Lot
from clauses.models.people import Organization, User
from clauses.models.types import Hours, Kind, Numbered, Versioned


class Commitment(Versioned, Base):
    """What the holder of a lot declares about how it will do the hours."""

    __tablename__ = "commitment"
    __table_args__ = (CheckConstraint("(state = 'draft') OR (submitted_on IS NOT NULL)", name="submitted"),)

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), unique=True)
    company_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    state: Mapped[CommitmentState] = mapped_column(Kind(CommitmentState), default=CommitmentState.DRAFT)
    relay_choice: Mapped[RelayChoice | None] = mapped_column(Kind(RelayChoice))
    company_contact: Mapped[str | None] = mapped_column(String(200))
    completion: Mapped[str | None] = mapped_column(String(500))  # what the resource person asks to complete
    submitted_on: Mapped[date | None]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    lot: Mapped[Lot] = relationship()
    company: Mapped[Organization] = relationship()
    signed_by: Mapped[User | None] = relationship()
    lines: Mapped[list["CommitmentLine"]] = relationship(
        back_populates="commitment", order_by="CommitmentLine.position", cascade="all, delete-orphan"
    )
    plans: Mapped[list["AllocationPlan"]] = relationship(
        back_populates="commitment", order_by="AllocationPlan.number"
    )


class CommitmentLine(Numbered, Base):
    __tablename__ = "commitment_line"
    __table_args__ = (
        CheckConstraint("hours > 0", name="hours"),
        CheckConstraint("persons >= 1", name="persons"),
    )

    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"), index=True)
    position: Mapped[int]
    modality: Mapped[Modality] = mapped_column(Kind(Modality))
    structure_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    hours: Mapped[int] = mapped_column(Hours)
    persons: Mapped[int]
    first_month: Mapped[date | None]  # none: from the start of the lot
    last_month: Mapped[date | None]  # none: until its end

    commitment: Mapped[Commitment] = relationship(back_populates="lines")
    structure: Mapped[Organization | None] = relationship()


class AllocationPlan(Versioned, Base):
    """One version of the plan of a commitment; a settled plan is replaced by a new one, never edited."""

    __tablename__ = "allocation_plan"
    __table_args__ = (UniqueConstraint("commitment_id", "number"),)

    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    number: Mapped[int]
    state: Mapped[PlanState] = mapped_column(Kind(PlanState), default=PlanState.PROPOSED)
    reason: Mapped[str | None] = mapped_column(String(300))
    proposed_on: Mapped[date]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    settled_on: Mapped[date | None]

    commitment: Mapped[Commitment] = relationship(back_populates="plans")
    proposed_by: Mapped[User] = relationship()
    lines: Mapped[list["AllocationLine"]] = relationship(
        back_populates="plan", order_by="AllocationLine.position"
    )


class AllocationLine(Versioned, Base):
    """Hours entrusted to a structure by a modality, and what the structure answered.

    What it answered stays once the line is superseded: the figures it proposed, or why it declined.
    """

    __tablename__ = "allocation_line"
    __table_args__ = (
        CheckConstraint("hours > 0", name="hours"),
        CheckConstraint("persons >= 1", name="persons"),
        CheckConstraint("state <> 'countered' OR counter_hours IS NOT NULL", name="counter"),
        CheckConstraint("(counter_hours IS NULL) = (counter_persons IS NULL)", name="counter_whole"),
        Index("ix_allocation_line_structure_id_state", "structure_id", "state"),
    )

    plan_id: Mapped[int] = mapped_column(ForeignKey("allocation_plan.id"), index=True)
    position: Mapped[int]
    modality: Mapped[Modality] = mapped_column(Kind(Modality))
    structure_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    hours: Mapped[int] = mapped_column(Hours)
    persons: Mapped[int]
    first_month: Mapped[date | None]
    last_month: Mapped[date | None]
    override_reason: Mapped[OverrideReason | None] = mapped_column(Kind(OverrideReason))
    state: Mapped[LineState] = mapped_column(Kind(LineState), default=LineState.PROPOSED)
    counter_hours: Mapped[int | None] = mapped_column(Hours)
    counter_persons: Mapped[int | None]
    counter_first: Mapped[date | None]
    counter_last: Mapped[date | None]
    decline_reason: Mapped[DeclineReason | None] = mapped_column(Kind(DeclineReason))
    message: Mapped[str | None] = mapped_column(String(500))
    answered_on: Mapped[date | None]

    plan: Mapped[AllocationPlan] = relationship(back_populates="lines")
    structure: Mapped[Organization | None] = relationship()
