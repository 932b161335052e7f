"""Which plans did the assistant propose, on what it knew, and which one was taken up, and why?"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds import Role
from clauses.domain.kinds_assistant import ProposalState, Way
from clauses.extensions import Base
from clauses.models.allocation import Commitment
from clauses.models.people import User
from clauses.models.territory import Territory
from clauses.models.types import Instant, Kind, Numbered


class AllocationProposal(Numbered, Base):
    """A question put to the assistant, for a lot or for all those of a territory; `question` is all that it knew.

    Made by a job, with the rights of whoever asked. Question and answer are written once, together.
    """

    __tablename__ = "allocation_proposal"
    __table_args__ = (
        CheckConstraint("(commitment_id IS NULL) <> (territory_id IS NULL)", name="one_subject"),
        CheckConstraint("(answer IS NULL) = (question IS NULL)", name="whole"),
        CheckConstraint("max_km BETWEEN 1 AND 300", name="max_km"),
        Index("ix_allocation_proposal_commitment_id_id", "commitment_id", "id"),
        Index("ix_allocation_proposal_territory_id_id", "territory_id", "id"),
    )

    commitment_id: Mapped[int | None] = mapped_column(ForeignKey("commitment.id"))
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territory.id"))
    max_km: Mapped[int]
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    role: Mapped[Role] = mapped_column(Kind(Role))
    requested_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[ProposalState] = mapped_column(Kind(ProposalState), default=ProposalState.QUEUED)
    done_steps: Mapped[int] = mapped_column(default=0)
    total_steps: Mapped[int] = mapped_column(default=1)
    known_at: Mapped[datetime | None] = mapped_column(Instant)
    question: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    fingerprint: Mapped[str | None] = mapped_column(String(64))  # of the question
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    commitment: Mapped[Commitment | None] = relationship()
    territory: Mapped[Territory | None] = relationship()
    requested_by: Mapped[User] = relationship()


class ProposalChoice(Numbered, Base):
    """A plan of the assistant taken up for a lot, before its lines are looked at again; append-only."""

    __tablename__ = "proposal_choice"
    __table_args__ = (Index("ix_proposal_choice_commitment_id_id", "commitment_id", "id"),)

    proposal_id: Mapped[int] = mapped_column(ForeignKey("allocation_proposal.id"), index=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitment.id"))
    way: Mapped[Way] = mapped_column(Kind(Way))
    reason: Mapped[str] = mapped_column(String(300))
    chosen_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    chosen_on: Mapped[date]

    proposal: Mapped[AllocationProposal] = relationship()
    chosen_by: Mapped[User] = relationship()
