"""Which letters, certificates and case files were asked for, and what exactly did they say? The bytes are kept as made."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds import JobState, Role
from clauses.domain.kinds_letters import LetterModel
from clauses.extensions import Base
from clauses.models.markets import Lot
from clauses.models.people import Organization, User
from clauses.models.types import Instant, Kind, Numbered, Versioned


class Letter(Versioned, Base):
    """A letter on a lot to one organization, from a version of a model (E10); a job makes its PDF."""

    __tablename__ = "letter"
    __table_args__ = (
        CheckConstraint("(content IS NULL) = (sha256 IS NULL)", name="content"),
        CheckConstraint("sent_on IS NULL OR content IS NOT NULL", name="sent"),
    )

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    recipient_id: Mapped[int] = mapped_column(ForeignKey("organization.id"), index=True)
    model: Mapped[LetterModel] = mapped_column(Kind(LetterModel))
    model_version: Mapped[str] = mapped_column(String(20))
    particulars: Mapped[dict[str, Any]] = mapped_column(
        JSON, default=dict
    )  # the date and place of a meeting…
    state: Mapped[JobState] = mapped_column(Kind(JobState), default=JobState.QUEUED)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    role: Mapped[Role] = mapped_column(Kind(Role))
    dated_on: Mapped[date]
    file_name: Mapped[str | None] = mapped_column(String(120))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str | None] = mapped_column(String(64))
    produced_at: Mapped[datetime | None] = mapped_column(Instant)
    sent_on: Mapped[date | None]  # the recipient was told by e-mail, and reads it since
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("user_account.id"))

    lot: Mapped[Lot] = relationship()
    recipient: Mapped[Organization] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    certificate: Mapped["Certificate | None"] = relationship(back_populates="letter")


class Certificate(Numbered, Base):
    """The hours that a lot owes and has done, certified on a day under a code that anyone can check.

    The figures are those of the day; a newer certificate of the same lot to the same organization replaces it.
    """

    __tablename__ = "certificate"
    __table_args__ = (UniqueConstraint("letter_id"),)

    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    code: Mapped[str] = mapped_column(String(24), unique=True)
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    issued_on: Mapped[date]
    replaced_by_id: Mapped[int | None] = mapped_column(ForeignKey("certificate.id"))
    replaced_on: Mapped[date | None]

    letter: Mapped[Letter] = relationship(back_populates="certificate")
    lot: Mapped[Lot] = relationship()


class CaseFile(Versioned, Base):
    """All that a dispute on a lot needs, in one archive: what was sized, sent, asked, decided, and the journal's chain."""

    __tablename__ = "case_file"
    __table_args__ = (UniqueConstraint("lot_id", "number"),)

    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    number: Mapped[int] = mapped_column(Integer)
    state: Mapped[JobState] = mapped_column(Kind(JobState), default=JobState.QUEUED)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    role: Mapped[Role] = mapped_column(Kind(Role))
    file_name: Mapped[str | None] = mapped_column(String(120))
    content: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    sha256: Mapped[str | None] = mapped_column(String(64))
    produced_at: Mapped[datetime | None] = mapped_column(Instant)

    lot: Mapped[Lot] = relationship()
    asked_by: Mapped[User] = relationship()
