"""What is kept of a person beside the hours: a PASS IAE and what moves its end, immersions, and fiches put together."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds_eligibility import ImmersionPurpose, PassChange
from clauses.extensions import Base
from clauses.models.files import StoredFile
from clauses.models.hours import Participant
from clauses.models.markets import Lot
from clauses.models.people import Organization, User
from clauses.models.sealed import SealedJson, SealedText
from clauses.models.types import Instant, Kind, Numbered, Versioned


class PassIae(Versioned, Base):
    """The PASS IAE of a person: its number, its first day; the last one is computed (domain.eligibility)."""

    __tablename__ = "pass_iae"

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    number: Mapped[str] = mapped_column(SealedText("pass_iae.number"))
    starts_on: Mapped[date]
    recorded_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_on: Mapped[date | None]

    participant: Mapped[Participant] = relationship()
    changes: Mapped[list["PassIaeChange"]] = relationship(
        back_populates="pass_iae", order_by="PassIaeChange.first_day, PassIaeChange.id"
    )


class PassIaeChange(Versioned, Base):
    """A suspension or a prolongation of a PASS IAE, both days included, and the day it was told to the portal."""

    __tablename__ = "pass_iae_change"
    __table_args__ = (CheckConstraint("last_day >= first_day", name="order"),)

    pass_iae_id: Mapped[int] = mapped_column(ForeignKey("pass_iae.id"), index=True)
    kind: Mapped[PassChange] = mapped_column(Kind(PassChange))
    first_day: Mapped[date]
    last_day: Mapped[date]
    told_on: Mapped[date]
    told_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_on: Mapped[date | None]

    pass_iae: Mapped[PassIae] = relationship(back_populates="changes")


class Immersion(Versioned, Base):
    """A period in a real work place (PMSMP): unpaid, never an hour of insertion, in a counter of its own."""

    __tablename__ = "immersion"
    __table_args__ = (CheckConstraint("last_day >= first_day", name="order"),)

    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    host_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    purpose: Mapped[ImmersionPurpose] = mapped_column(Kind(ImmersionPurpose))
    first_day: Mapped[date]
    last_day: Mapped[date]
    tutor: Mapped[str | None] = mapped_column(String(160))
    recorded_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))

    participant: Mapped[Participant] = relationship()
    lot: Mapped[Lot] = relationship()
    host: Mapped[Organization] = relationship()


class HiringDraft(Versioned, Base):
    """What somebody has typed so far of a person to add to a lot; gone once the person is added (D11)."""

    __tablename__ = "hiring_draft"
    __table_args__ = (UniqueConstraint("lot_id", "user_id"),)

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"), index=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    typed: Mapped[dict[str, list[str]]] = mapped_column(SealedJson("hiring_draft.typed"))
    proof_file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    saved_on: Mapped[date]

    proof_file: Mapped[StoredFile | None] = relationship()


class ParticipantMerge(Numbered, Base):
    """Two fiches of one person, put together by the resource person; it may be undone, and then says when.

    `moved` holds what the merge changed, row by row, as it was before.
    """

    __tablename__ = "participant_merge"
    __table_args__ = (
        CheckConstraint("kept_id <> absorbed_id", name="two"),
        CheckConstraint("(undone_at IS NULL) = (undone_by_id IS NULL)", name="undone"),
    )

    kept_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    absorbed_id: Mapped[int] = mapped_column(ForeignKey("participant.id"), index=True)
    merged_at: Mapped[datetime] = mapped_column(Instant)
    merged_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    reason: Mapped[str] = mapped_column(SealedText("participant_merge.reason"))
    moved: Mapped[dict[str, Any]] = mapped_column(SealedJson("participant_merge.moved"))
    undone_at: Mapped[datetime | None] = mapped_column(Instant)
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    kept: Mapped[Participant] = relationship(foreign_keys=[kept_id])
    absorbed: Mapped[Participant] = relationship(foreign_keys=[absorbed_id])
    merged_by: Mapped[User] = relationship(foreign_keys=[merged_by_id])
