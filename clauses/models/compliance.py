"""Which reports were asked for, by whom and as of when, and what exactly did they say?"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds import JobState, Role
from clauses.domain.kinds_reports import Frequency, ReportFormat, ReportKind
from clauses.extensions import Base
from clauses.models.markets import Market
from clauses.models.people import Membership, Organization, User
from clauses.models.territory import Territory
from clauses.models.types import Hours, Instant, Kind, Numbered, Versioned


class ReportRequest(Versioned, Base):
    """A report asked for on screen or from the shell; produced by a job with its requester's rights."""

    __tablename__ = "report_request"
    __table_args__ = (Index("ix_report_request_requested_by_id_id", "requested_by_id", "id"),)

    kind: Mapped[ReportKind] = mapped_column(Kind(ReportKind))
    market_id: Mapped[int | None] = mapped_column(ForeignKey("market.id"), index=True)
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))  # the buyer or the company
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territory.id"))
    schedule_id: Mapped[int | None] = mapped_column(ForeignKey("report_schedule.id"))  # nobody asked by hand
    fte_base: Mapped[int | None] = mapped_column(Hours)  # chosen by whoever asks; none: that of the rule
    as_of: Mapped[date]
    known_on: Mapped[date]  # what was recorded after this day is left out: the same figures for ever
    requested_by_id: Mapped[int] = mapped_column(ForeignKey("user_account.id"))
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    role: Mapped[Role] = mapped_column(Kind(Role))
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    requested_at: Mapped[datetime] = mapped_column(Instant)
    state: Mapped[JobState] = mapped_column(Kind(JobState), default=JobState.QUEUED)
    done_steps: Mapped[int] = mapped_column(default=0)
    total_steps: Mapped[int] = mapped_column(default=1)
    snapshot_id: Mapped[int | None] = mapped_column(ForeignKey("report_snapshot.id"))

    market: Mapped[Market | None] = relationship()
    subject: Mapped[Organization | None] = relationship(foreign_keys=[subject_id])
    territory: Mapped[Territory | None] = relationship()
    schedule: Mapped["ReportSchedule | None"] = relationship()
    requested_by: Mapped[User] = relationship()
    organization: Mapped[Organization] = relationship(foreign_keys=[organization_id])
    snapshot: Mapped["ReportSnapshot | None"] = relationship()


class ReportSnapshot(Numbered, Base):
    """The figures of a report as they were, the rules then in force, and the workbook: written once."""

    __tablename__ = "report_snapshot"

    title: Mapped[str] = mapped_column(String(300))
    file_name: Mapped[str] = mapped_column(String(120))
    tables: Mapped[dict[str, Any]] = mapped_column(JSON)
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)  # of the figures
    file_sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    produced_on: Mapped[date]
    produced_at: Mapped[datetime] = mapped_column(Instant)

    files: Mapped[list["ReportFile"]] = relationship(order_by="ReportFile.id")


class ReportFile(Numbered, Base):
    """The same figures in another format than the workbook: written once, with them."""

    __tablename__ = "report_file"
    __table_args__ = (UniqueConstraint("snapshot_id", "format"),)

    snapshot_id: Mapped[int] = mapped_column(ForeignKey("report_snapshot.id"))
    format: Mapped[ReportFormat] = mapped_column(Kind(ReportFormat))
    file_name: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class ReportSchedule(Versioned, Base):
    """A report made again each month or each quarter, with the rights of whoever planned it."""

    __tablename__ = "report_schedule"
    __table_args__ = (
        CheckConstraint("day BETWEEN 1 AND 28", name="day"),
        Index("ix_report_schedule_organization_id", "organization_id"),
    )

    kind: Mapped[ReportKind] = mapped_column(Kind(ReportKind))
    market_id: Mapped[int | None] = mapped_column(ForeignKey("market.id"))
    subject_id: Mapped[int | None] = mapped_column(ForeignKey("organization.id"))
    territory_id: Mapped[int | None] = mapped_column(ForeignKey("territory.id"))
    fte_base: Mapped[int | None] = mapped_column(Hours)
    frequency: Mapped[Frequency] = mapped_column(Kind(Frequency))
    day: Mapped[int]
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id"))
    role: Mapped[Role] = mapped_column(Kind(Role))
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"))
    planned_at: Mapped[datetime] = mapped_column(Instant)
    last_closing: Mapped[
        date | None
    ]  # of the last report it asked for, or of the last one before it was planned
    stopped_at: Mapped[datetime | None] = mapped_column(Instant)
    stop_reason: Mapped[str | None] = mapped_column(
        String(40)
    )  # by hand, or because its author lost the right

    market: Mapped[Market | None] = relationship()
    subject: Mapped[Organization | None] = relationship(foreign_keys=[subject_id])
    territory: Mapped[Territory | None] = relationship()
    organization: Mapped[Organization] = relationship(foreign_keys=[organization_id])
    membership: Mapped[Membership] = relationship()
    recipients: Mapped[list["ReportRecipient"]] = relationship(
        order_by="ReportRecipient.id", cascade="all, delete-orphan"
    )


class ReportRecipient(Numbered, Base):
    """An account told when a planned report is ready; what it may read is asked each time."""

    __tablename__ = "report_recipient"
    __table_args__ = (UniqueConstraint("schedule_id", "membership_id"),)

    schedule_id: Mapped[int] = mapped_column(ForeignKey("report_schedule.id"))
    membership_id: Mapped[int] = mapped_column(ForeignKey("membership.id"), index=True)

    membership: Mapped[Membership] = relationship()
