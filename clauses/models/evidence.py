"""Which documents were put for the hours of a month, whom do they cover, and what was said of them?"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds_evidence import EvidenceKind, EvidenceState
from clauses.extensions import Base
from clauses.models.files import StoredFile
from clauses.models.hours import Participant
from clauses.models.markets import Lot
from clauses.models.people import Organization, User
from clauses.models.sealed import SealedText
from clauses.models.types import Instant, Kind, Numbered, Versioned


class Evidence(Versioned, Base):
    """A document that proves hours of a lot; withdrawn with a reason, never removed. Its file is kept apart."""

    __tablename__ = "evidence"
    __table_args__ = (
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name="withdrawal"),
        CheckConstraint("state <> 'expected'", name="kept"),
        CheckConstraint("(state = 'received') = (decided_at IS NULL)", name="decided"),
        Index("ix_evidence_lot_id_month", "lot_id", "month"),
    )

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    month: Mapped[date | None]  # none: for as long as the lot lasts
    kind: Mapped[EvidenceKind] = mapped_column(Kind(EvidenceKind))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    put_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    put_at: Mapped[datetime] = mapped_column(Instant)
    reason: Mapped[str | None] = mapped_column(SealedText("evidence.reason"))  # why it stands for another
    state: Mapped[EvidenceState] = mapped_column(Kind(EvidenceState), default=EvidenceState.RECEIVED)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    message: Mapped[str | None] = mapped_column(SealedText("evidence.message"))  # why it was turned down
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))
    withdrawn_reason: Mapped[str | None] = mapped_column(SealedText("evidence.withdrawn_reason"))

    lot: Mapped[Lot] = relationship()
    file: Mapped[StoredFile] = relationship()
    organization: Mapped[Organization] = relationship()
    put_by: Mapped[User] = relationship(foreign_keys=[put_by_id])
    covers: Mapped[list["EvidenceCover"]] = relationship(
        back_populates="evidence", order_by="EvidenceCover.id"
    )


class EvidenceCover(Numbered, Base):
    """Whom a document covers: one person of an employer, or its whole team on the lot."""

    __tablename__ = "evidence_cover"
    __table_args__ = (
        UniqueConstraint("evidence_id", "employer_id", "participant_id"),
        Index("ix_evidence_cover_employer_id", "employer_id"),
        Index("ix_evidence_cover_participant_id", "participant_id"),
    )

    evidence_id: Mapped[int] = mapped_column(ForeignKey("evidence.id"))
    employer_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))  # none: the whole team

    evidence: Mapped[Evidence] = relationship(back_populates="covers")
    employer: Mapped[Organization] = relationship()
    participant: Mapped[Participant | None] = relationship()
