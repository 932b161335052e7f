"""What did a company ask of which structure, for which lot, and what happened to it?"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds import DeclineReason
from clauses.domain.kinds_requests import RequestKind, RequestState, RequestStepKind
from clauses.extensions import Base
from clauses.models.markets import Lot
from clauses.models.people import Organization, User
from clauses.models.types import Hours, Instant, JsonList, Kind, Numbered, Versioned


class PartnerRequest(Versioned, Base):
    """One structure asked by one company for one lot; `number` counts those of the company to it for this lot.

    What was asked does not change; what became of it is in the steps, and `state` says where the last one led.
    """

    __tablename__ = "partner_request"
    __table_args__ = (
        UniqueConstraint("lot_id", "company_id", "structure_id", "number"),
        CheckConstraint("company_id <> structure_id", name="two"),
        CheckConstraint("hours IS NULL OR hours > 0", name="hours"),
        CheckConstraint("(first_month IS NULL) = (last_month IS NULL)", name="period"),
        Index("ix_partner_request_company_id_lot_id", "company_id", "lot_id"),
        Index("ix_partner_request_structure_id_state", "structure_id", "state"),
    )

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    company_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    structure_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    number: Mapped[int] = mapped_column(Integer)
    kinds: Mapped[list[str]] = mapped_column(
        JsonList
    )  # of RequestKind: what is sought that the structure can do
    trade: Mapped[str | None] = mapped_column(String(40))
    hours: Mapped[int | None] = mapped_column(Hours)  # none where advice alone is sought
    first_month: Mapped[date | None]
    last_month: Mapped[date | None]
    need: Mapped[str] = mapped_column(Text)
    reply_by: Mapped[date]  # that day included
    sent_at: Mapped[datetime] = mapped_column(Instant)
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    state: Mapped[RequestState] = mapped_column(Kind(RequestState), default=RequestState.SENT)

    lot: Mapped[Lot] = relationship()
    company: Mapped[Organization] = relationship(foreign_keys=[company_id])
    structure: Mapped[Organization] = relationship(foreign_keys=[structure_id])
    sent_by: Mapped[User] = relationship()
    steps: Mapped[list["PartnerRequestStep"]] = relationship(
        back_populates="request", order_by="PartnerRequestStep.id"
    )


class PartnerRequestStep(Numbered, Base):
    """What happened to a request, and when; a line is never changed, it goes when the request goes."""

    __tablename__ = "partner_request_step"
    __table_args__ = (CheckConstraint("hours IS NULL OR hours > 0", name="hours"),)

    request_id: Mapped[int] = mapped_column(ForeignKey("partner_request.id"), index=True)
    step: Mapped[RequestStepKind] = mapped_column(Kind(RequestStepKind))
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    way: Mapped[RequestKind | None] = mapped_column(Kind(RequestKind))
    hours: Mapped[int | None] = mapped_column(Hours)
    first_month: Mapped[date | None]
    last_month: Mapped[date | None]
    reason: Mapped[DeclineReason | None] = mapped_column(Kind(DeclineReason))
    message: Mapped[str | None] = mapped_column(Text)

    request: Mapped[PartnerRequest] = relationship(back_populates="steps")
    by: Mapped[User | None] = relationship()
