"""Does everything belong to the lot, the person and the organization of what it hangs from?"""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select

from clauses.extensions import db
from clauses.models.administration import OrganizationMerge
from clauses.models.compliance import ReportRequest
from clauses.models.files import MarketDocument, MessageFile, StoredFile
from clauses.models.hours import Eligibility, EmploymentContract, HoursEntry, LedgerLine, MonthlyReport, Relay
from clauses.models.markets import Lot
from clauses.models.participants import ParticipantMerge
from clauses.models.people import Membership, WebSession
from clauses.models.threads import LotMessage
from clauses.wording.invariants import broken


def of_their_parents() -> Iterator[str]:
    """Each row that names a thing twice, by itself and by its parent, names the same."""
    for code, name, question in _QUESTIONS:
        for number in db.session.scalars(question):
            yield broken(code, **{name: number})


def _merged(one: Any, other: Any) -> ColumnElement[bool]:
    """Were these two organizations made one, even if that was undone? A line keeps the number it was written with."""
    first, second = OrganizationMerge.merged_id, OrganizationMerge.survivor_id
    return exists(
        select(OrganizationMerge.id).where(
            or_(and_(first == one, second == other), and_(first == other, second == one))
        )
    )


def _one_person(one: Any, other: Any) -> ColumnElement[bool]:
    """Were these two fiches put together, even if that was undone? A line that was taken back keeps its number."""
    kept, absorbed = ParticipantMerge.kept_id, ParticipantMerge.absorbed_id
    return exists(
        select(ParticipantMerge.id).where(
            or_(and_(kept == one, absorbed == other), and_(kept == other, absorbed == one))
        )
    )


def _other(one: Any, other: Any) -> ColumnElement[bool]:
    return and_(one != other, ~_merged(one, other))


_QUESTIONS: tuple[tuple[str, str, Select[Any]], ...] = (
    (
        "line_parent",
        "line",
        select(LedgerLine.id)
        .join(HoursEntry, HoursEntry.id == LedgerLine.entry_id)
        .join(MonthlyReport, MonthlyReport.id == HoursEntry.report_id)
        .where(
            or_(
                LedgerLine.lot_id != MonthlyReport.lot_id,
                LedgerLine.month != MonthlyReport.month,
                and_(
                    LedgerLine.participant_id != HoursEntry.participant_id,
                    ~_one_person(LedgerLine.participant_id, HoursEntry.participant_id),
                ),
                _other(LedgerLine.employer_id, HoursEntry.employer_id),
                LedgerLine.modality != HoursEntry.modality,
            )
        ),
    ),
    (
        "proof_parent",
        "proof",
        select(Eligibility.id)
        .join(StoredFile, StoredFile.id == Eligibility.proof_file_id)
        .where(_other(StoredFile.owner_id, Eligibility.submitted_by_id)),
    ),
    (
        "document_parent",
        "document",
        select(MarketDocument.id)
        .join(Lot, Lot.id == MarketDocument.lot_id)
        .where(Lot.market_id != MarketDocument.market_id),
    ),
    (
        "message_file_parent",
        "file",
        select(MessageFile.file_id)
        .join(StoredFile, StoredFile.id == MessageFile.file_id)
        .join(LotMessage, LotMessage.id == MessageFile.message_id)
        .where(_other(StoredFile.owner_id, LotMessage.organization_id)),
    ),
    (
        "relay_parent",
        "relay",
        select(Relay.id)
        .join(EmploymentContract, EmploymentContract.id == Relay.contract_id)
        .where(
            or_(
                EmploymentContract.participant_id != Relay.participant_id,
                EmploymentContract.lot_id != Relay.lot_id,
                _other(EmploymentContract.employer_id, Relay.to_id),
            )
        ),
    ),
    (
        "report_parent",
        "report",
        select(ReportRequest.id)
        .join(Membership, Membership.id == ReportRequest.membership_id)
        .where(
            or_(
                Membership.user_id != ReportRequest.requested_by_id,
                _other(Membership.organization_id, ReportRequest.organization_id),
            )
        ),
    ),
    (
        "session_parent",
        "session",
        select(WebSession.id)
        .join(Membership, Membership.id == WebSession.membership_id)
        .where(Membership.user_id != WebSession.user_id),
    ),
)
