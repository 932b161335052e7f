"""Which reports were asked for, by whom and as of when, and what exactly did they say?"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from clauses.domain.kinds import JobState, ReportKind, Role
from clauses.extensions import Base
from clauses.models.markets import Market
from clauses.models.people import Organization, User
from clauses.models.types import Instant, Kind, Numbered, Versioned


class ReportRequest(Versioned, Base):
    """A report asked for on screen or from the shell; produced by a job with its requester's rights."""

    __tablename__ = "report_request"
    __table_args__ = (Index("ix_report_request_requested_by_id_id", "requested_by_id", "id"),)

    kind: Mapped[ReportKind] = mapped_column(Kind(ReportKind))
    market_id: Mapped[int | None] = mapped_column(ForeignKey("market.id"), index=True)
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
    requested_by: Mapped[User] = relationship()
    organization: Mapped[Organization] = relationship()
    snapshot: Mapped["ReportSnapshot | None"] = relationship()


class ReportSnapshot(Numbered, Base):
    """The figures of a report as they were, the rules then in force, and the file: written once."""

    __tablename__ = "report_snapshot"

    title: Mapped[str] = mapped_column(String(300))
    file_name: Mapped[str] = mapped_column(String(120))
    tables: Mapped[dict[str, Any]] = mapped_column(JSON)
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)  # of the figures
    file_sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)
    produced_on: Mapped[date]
    produced_at: Mapped[datetime] = mapped_column(Instant)
