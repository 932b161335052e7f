"""Which reports were asked for, are still kept, and in which files do they leave?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from clauses.access import gate
from clauses.access.policy import Actor, Permission
from clauses.access.scoping import within_reach
from clauses.config import PARIS
from clauses.domain.kinds_reports import ReportFormat
from clauses.domain.reports import leaves_on
from clauses.extensions import db
from clauses.models.compliance import (
    ReportFile,
    ReportRecipient,
    ReportRequest,
    ReportSchedule,
    ReportSnapshot,
)
from clauses.models.markets import Market
from clauses.models.people import Membership, User
from clauses.queries.people.retention import before
from clauses.queries.report_scope import Subject
from clauses.reference import rulebook

SHOWN = 25  # reports of a page
TOLD_FOR = timedelta(days=90)  # dates made up for are told that long


def report_markets(actor: Actor) -> list[Market]:
    """The markets a report can be asked on."""
    return list(
        db.session.scalars(
            select(Market)
            .where(within_reach(actor, Permission.REPORT_REQUEST, Market))
            .options(joinedload(Market.buyer))
            .order_by(Market.id.desc())
            .limit(200)
        ).unique()
    )


def report_requests(
    actor: Actor, on: date, last: int | None = None, most: int = SHOWN
) -> tuple[list[ReportRequest], int | None]:
    """The reports of this organization that are still kept, latest first, and the number to go on from."""
    kept = [
        within_reach(actor, Permission.REPORT_VIEW, ReportRequest),
        ReportRequest.requested_at > kept_since(on),
    ]
    if last is not None:
        kept.append(ReportRequest.id < last)
    rows = list(
        db.session.scalars(
            select(ReportRequest)
            .where(*kept)
            .options(
                joinedload(ReportRequest.market), joinedload(ReportRequest.subject), joinedload(ReportRequest.territory),
                joinedload(ReportRequest.requested_by),
                joinedload(ReportRequest.snapshot).defer(ReportSnapshot.content).defer(ReportSnapshot.tables),
            )
            .order_by(ReportRequest.id.desc())
            .limit(most + 1)
        ).unique()
    )  # fmt: skip
    return rows[:most], rows[most - 1].id if len(rows) > most else None


def report_request(actor: Actor, request_id: int) -> ReportRequest:
    return gate.load(
        actor, Permission.REPORT_VIEW, ReportRequest, request_id,
        joinedload(ReportRequest.market), joinedload(ReportRequest.subject), joinedload(ReportRequest.territory),
        joinedload(ReportRequest.snapshot).defer(ReportSnapshot.content), joinedload(ReportRequest.requested_by),
    )  # fmt: skip


def kept_since(on: date) -> datetime:
    """Reports asked at this moment or before are kept no longer on that day."""
    return before(on, rulebook.retention(on).report_months)


def report_file(actor: Actor, request_id: int, format: ReportFormat) -> tuple[str, bytes] | None:
    """The name and the bytes of one file of a report within reach; None when it is not made."""
    request = report_request(actor, request_id)
    if request.snapshot_id is None:
        return None
    if format is ReportFormat.XLSX:
        row = db.session.execute(
            select(ReportSnapshot.file_name, ReportSnapshot.content).where(
                ReportSnapshot.id == request.snapshot_id
            )
        ).one()
    else:
        found = db.session.execute(
            select(ReportFile.file_name, ReportFile.content).where(
                ReportFile.snapshot_id == request.snapshot_id, ReportFile.format == format
            )
        ).one_or_none()
        if found is None:  # of a report made before this format was
            return None
        row = found
    return row[0], row[1]


def formats_of(request: ReportRequest) -> list[tuple[ReportFormat, str, str]]:
    """The files of a report: format, name, SHA-256; the workbook first."""
    if request.snapshot is None:
        return []
    others = db.session.execute(
        select(ReportFile.format, ReportFile.file_name, ReportFile.sha256)
        .where(ReportFile.snapshot_id == request.snapshot.id)
        .order_by(ReportFile.id)
    )
    first = (ReportFormat.XLSX, request.snapshot.file_name, request.snapshot.file_sha256)
    return [first, *((row[0], row[1], row[2]) for row in others)]


def about_of(request: ReportRequest) -> Subject:
    return Subject(
        request.kind, request.market_id, request.subject_id, request.territory_id, request.fte_base
    )


@dataclass(frozen=True, slots=True)
class Measured:
    """The records behind one measure of an evaluation, as the report printed them."""

    measure: str
    done: str
    out_of: str
    rows: list[tuple[str, str, str]]


def measured(request: ReportRequest, name: str) -> Measured | None:
    """The records of a measure of an evaluation, read in the report itself: they are those it was made with."""
    if request.snapshot is None:
        return None
    tables = request.snapshot.tables["tables"]
    for table in tables:
        for row, opening in zip(table["rows"], table["opens"] or [], strict=False):
            if opening == {"mesure": name}:
                measure, done, out_of = row[0], row[1], row[2]
                records = [tuple(found[1:4]) for one in tables for found in one["rows"]
                           if one is not table and found[0] == measure and len(found) == 4]  # fmt: skip
                return Measured(measure, done, out_of, records)
    return None


def market_by_reference(actor: Actor, reference: str) -> int:
    """The number of a market within reach; raises OutOfReach."""
    found = db.session.scalar(
        select(Market.id).where(
            Market.reference == reference, within_reach(actor, Permission.REPORT_REQUEST, Market)
        )
    )
    if found is None:
        raise gate.OutOfReach
    return found


def membership_for(email: str) -> Membership | None:
    return db.session.scalar(
        select(Membership)
        .join(User)
        .where(User.email == email.strip().lower(), Membership.active)
        .order_by(Membership.id)
        .options(joinedload(Membership.user), joinedload(Membership.organization))
    )


def possible_recipients(actor: Actor) -> dict[int, str]:
    """(membership, name) of the accounts that a planned report may be sent to: those of the organization, in the role."""
    rows = db.session.execute(
        select(Membership.id, User)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.organization_id == actor.organization_id, Membership.role == actor.role, Membership.active,
            User.active,
        )
        .order_by(User.last_name, User.first_name, Membership.id)
    )  # fmt: skip
    return {number: user.name for number, user in rows}


def schedules(actor: Actor) -> list[ReportSchedule]:
    """The planned reports of the organization, the running ones first."""
    return list(
        db.session.scalars(
            select(ReportSchedule)
            .where(within_reach(actor, Permission.REPORT_PLAN, ReportSchedule))
            .options(
                joinedload(ReportSchedule.market), joinedload(ReportSchedule.subject), joinedload(ReportSchedule.territory),
                selectinload(ReportSchedule.recipients).joinedload(ReportRecipient.membership).joinedload(Membership.user),
            )
            .order_by(ReportSchedule.stopped_at.is_not(None), ReportSchedule.id.desc())
            .limit(100)
        ).unique()
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class CaughtUp:
    """Dates of a plan that were missed, and the day they were made up for."""

    on: date
    closings: list[date]


def caught_up(schedules: Sequence[ReportSchedule], on: date) -> dict[int, CaughtUp]:
    """By plan within reach, the dates made up for lately, those of the last day it happened."""
    days = {one.id: one.day for one in schedules}
    rows = db.session.execute(
        select(ReportRequest.schedule_id, ReportRequest.as_of, ReportRequest.requested_at)
        .where(
            ReportRequest.schedule_id.in_(days or [0]),
            ReportRequest.requested_at >= datetime.combine(on - TOLD_FOR, time(), PARIS),
        )
        .order_by(ReportRequest.as_of)
    )
    found: dict[int, CaughtUp] = {}
    for number, closing, at in rows:
        asked = at.astimezone(PARIS).date()
        if number is None or asked <= leaves_on(days[number], closing):
            continue
        if number not in found or found[number].on < asked:
            found[number] = CaughtUp(asked, [])
        if found[number].on == asked:
            found[number].closings.append(closing)
    return found


def running_schedules() -> list[ReportSchedule]:
    """Every plan under way, with its author."""
    return list(
        db.session.scalars(
            select(ReportSchedule)
            .where(ReportSchedule.stopped_at.is_(None))
            .options(
                joinedload(ReportSchedule.membership).joinedload(Membership.user),
                joinedload(ReportSchedule.membership).joinedload(Membership.organization),
            )
            .order_by(ReportSchedule.id)
        ).unique()
    )


def recipients_of(schedule_id: int) -> list[Membership]:
    """The memberships that a plan is sent to, whatever has become of them."""
    return list(
        db.session.scalars(
            select(Membership)
            .join(ReportRecipient, ReportRecipient.membership_id == Membership.id)
            .where(ReportRecipient.schedule_id == schedule_id)
            .options(joinedload(Membership.user), joinedload(Membership.organization))
            .order_by(Membership.id)
        ).unique()
    )
