"""Which structures worked together, about whom and when; what do they offer, hold and evaluate together in a territory?"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds_cooperation import MeetingKind, NoSession, OfferAnswer, OfferContract
from clauses.extensions import Base
from clauses.models.markets import Lot
from clauses.models.people import Organization, User
from clauses.models.territory import Territory
from clauses.models.types import Hours, Instant, Kind, Numbered, Versioned


class CooperationEvent(Numbered, Base):
    """A cooperation between structures, logged by itself or by hand (convention, N1)."""

    __tablename__ = "cooperation_event"
    __table_args__ = (UniqueConstraint("kind", "lot_id", "participant_id"),)

    kind: Mapped[str] = mapped_column(String(20))  # ai_etti, ai_ei
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"))
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))
    first_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    second_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    happened_on: Mapped[date]

    lot: Mapped[Lot | None] = relationship()
    first: Mapped[Organization] = relationship(foreign_keys=[first_id])
    second: Mapped[Organization] = relationship(foreign_keys=[second_id])


class JobOffer(Numbered, Base):
    """Posts that a structure opens; published, it is sent to every SIAE of its territory (S1, R24)."""

    __tablename__ = "job_offer"
    __table_args__ = (
        CheckConstraint("posts BETWEEN 1 AND 50", name="posts"),
        CheckConstraint("weekly_hours IS NULL OR weekly_hours BETWEEN 100 AND 4800", name="weekly_hours"),
        Index("ix_job_offer_territory_id_published_on", "territory_id", "published_on"),
    )

    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    title: Mapped[str] = mapped_column(String(120))
    posts: Mapped[int]
    tasks: Mapped[str] = mapped_column(Text)
    contract_type: Mapped[OfferContract] = mapped_column(Kind(OfferContract))
    weekly_hours: Mapped[int | None] = mapped_column(Hours)
    starts_on: Mapped[date]
    no_session_reason: Mapped[NoSession | None] = mapped_column(Kind(NoSession))
    published_on: Mapped[date]
    published_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    territory: Mapped[Territory] = relationship()
    organization: Mapped[Organization] = relationship()
    published_by: Mapped[User] = relationship()
    dispatches: Mapped[list["OfferDispatch"]] = relationship(
        back_populates="offer", order_by="OfferDispatch.id"
    )
    session: Mapped["CollectiveSession | None"] = relationship(back_populates="offer")


class OfferDispatch(Numbered, Base):
    """The proof of sending of an offer to one structure, and what it answers: `mail_key` finds its messages and what became
    of them."""

    __tablename__ = "offer_dispatch"
    __table_args__ = (UniqueConstraint("offer_id", "organization_id"),)

    offer_id: Mapped[int] = mapped_column(ForeignKey("job_offer.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    mail_key: Mapped[str | None] = mapped_column(String(80))  # none until the messages are written
    answer: Mapped[OfferAnswer | None] = mapped_column(Kind(OfferAnswer))  # the last word of the structure
    people: Mapped[int | None]  # how many could suit, where it has somebody; nobody is named
    answered_on: Mapped[date | None]

    offer: Mapped[JobOffer] = relationship(back_populates="dispatches")
    organization: Mapped[Organization] = relationship()


class CollectiveSession(Versioned, Base):
    """A joint information session on all that the SIAE of a territory offer (S2, R25): held once its counts are noted."""

    __tablename__ = "collective_session"
    __table_args__ = (
        CheckConstraint("present IS NULL OR present >= 0", name="present"),
        CheckConstraint("(present IS NULL) = (noted_on IS NULL)", name="noted"),
        Index("ix_collective_session_territory_id_held_on", "territory_id", "held_on"),
    )

    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id"))
    offer_id: Mapped[int | None] = mapped_column(ForeignKey("job_offer.id"), unique=True)
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(160))
    planned_on: Mapped[date]
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    present: Mapped[int | None]
    result: Mapped[str | None] = mapped_column(Text)
    noted_on: Mapped[date | None]
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    offer: Mapped[JobOffer | None] = relationship(back_populates="session")
    hosts: Mapped[list["SessionHost"]] = relationship(order_by="SessionHost.id")


class SessionHost(Numbered, Base):
    """One of the structures that hold a session together."""

    __tablename__ = "session_host"
    __table_args__ = (UniqueConstraint("session_id", "organization_id"),)

    session_id: Mapped[int] = mapped_column(ForeignKey("collective_session.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)

    organization: Mapped[Organization] = relationship()


class NetworkMeeting(Versioned, Base):
    """A meeting of a territory, held once its decisions are written; they name nobody (G03, S3)."""

    __tablename__ = "network_meeting"
    __table_args__ = (
        CheckConstraint("(minutes IS NULL) = (noted_on IS NULL)", name="noted"),
        CheckConstraint("present IS NULL OR present > 0", name="present"),
        Index("ix_network_meeting_territory_id_held_on", "territory_id", "held_on"),
    )

    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id"))
    kind: Mapped[MeetingKind] = mapped_column(Kind(MeetingKind))
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(160))
    planned_on: Mapped[date]
    planned_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    present: Mapped[int | None]
    minutes: Mapped[str | None] = mapped_column(Text)
    noted_on: Mapped[date | None]
    noted_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))


class CooperationEvaluation(Numbered, Base):
    """The evaluation of a year as it was published, with the figures of that day; append-only, the last one stands (C11)."""

    __tablename__ = "cooperation_evaluation"
    __table_args__ = (UniqueConstraint("territory_id", "year", "number"),)

    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id"))
    year: Mapped[int]
    number: Mapped[int]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    comment: Mapped[str] = mapped_column(Text)
    decisions: Mapped[str] = mapped_column(Text)
    funding: Mapped[str | None] = mapped_column(Text)
    published_on: Mapped[date]
    published_at: Mapped[datetime] = mapped_column(Instant)
    published_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    territory: Mapped[Territory] = relationship()
    published_by: Mapped[User] = relationship()


class JointAnnualReview(Versioned, Base):
    """The review that the SIAE of a territory write together each year; frozen once every one of them has signed (S7)."""

    __tablename__ = "joint_annual_review"
    __table_args__ = (UniqueConstraint("territory_id", "year"),)

    territory_id: Mapped[int] = mapped_column(ForeignKey("territory.id"))
    year: Mapped[int]
    opened_on: Mapped[date]
    due_on: Mapped[date]
    success: Mapped[str] = mapped_column(Text, default="")
    failure: Mapped[str] = mapped_column(Text, default="")
    change: Mapped[str] = mapped_column(Text, default="")
    frozen_on: Mapped[date | None]

    territory: Mapped[Territory] = relationship()
    signatures: Mapped[list["ReviewSignature"]] = relationship(
        back_populates="review", order_by="ReviewSignature.id"
    )


class ReviewSignature(Numbered, Base):
    """A structure that is to sign a review, and its signature once it is given; a text that changes takes it back."""

    __tablename__ = "review_signature"
    __table_args__ = (
        UniqueConstraint("review_id", "organization_id"),
        CheckConstraint("(signed_on IS NULL) = (signed_by_id IS NULL)", name="signed"),
    )

    review_id: Mapped[int] = mapped_column(ForeignKey("joint_annual_review.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    signed_on: Mapped[date | None]
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    review: Mapped[JointAnnualReview] = relationship(back_populates="signatures")
    organization: Mapped[Organization] = relationship()
    signed_by: Mapped[User | None] = relationship()


class CooperationAgreement(Versioned, Base):
    """The convention of the networks of a département: each year on its day it is renewed, until one of them ends it (C12)."""

    __tablename__ = "cooperation_agreement"
    __table_args__ = (
        UniqueConstraint("department"),
        CheckConstraint("(ended_on IS NULL) = (end_reason IS NULL)", name="ended"),
        CheckConstraint("ended_on IS NULL OR ended_on > effective_on", name="order"),
    )

    department: Mapped[str] = mapped_column(String(3))
    title: Mapped[str] = mapped_column(String(160))
    signatories: Mapped[str] = mapped_column(String(500))
    effective_on: Mapped[date]
    ended_on: Mapped[date | None]  # from this day it is no longer renewed
    end_reason: Mapped[str | None] = mapped_column(String(500))
    recorded_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
