"""How is a report asked for, given up, and published once, whole?"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from sqlalchemy import and_, exists, or_, select, update

from clauses.access.gate import Forbidden, OutOfReach, load
from clauses.access.policy import Actor, Permission, reach_of
from clauses.actions.base import action, civil_day, journal, record, take_turn
from clauses.config import PARIS
from clauses.domain import events
from clauses.domain.as_of import cut
from clauses.domain.errors import Refused
from clauses.domain.kinds import JobState, Role
from clauses.domain.kinds_reports import Frequency, ReportFormat, ReportKind, ReportScope
from clauses.domain.reports import closing_due
from clauses.extensions import db
from clauses.models.compliance import (
    ReportFile,
    ReportRecipient,
    ReportRequest,
    ReportSchedule,
    ReportSnapshot,
)
from clauses.models.journal import BackgroundJob
from clauses.queries import report_releases, report_requests, report_scope
from clauses.queries.report_scope import Subject
from clauses.reference import rulebook

UNDER_WAY = (JobState.QUEUED, JobState.RUNNING)
BEGINS_AGAIN = (JobState.FAILED, JobState.CANCELLED)
BY_HAND, RIGHT_LOST = "by_hand", "right_lost"  # why a plan ended


class Turn(Protocol):
    """The attempt that publishes; it refuses when another one has taken over."""

    def finish(self) -> None: ...


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file of a report, whole; `sha256` is that of its bytes, in hexadecimal."""

    format: ReportFormat
    name: str
    content: bytes
    sha256: str


@action
def request_report(
    actor: Actor, number: int | None, *, as_of: date, now: datetime, kind: ReportKind = ReportKind.MARKET_COMPLIANCE,
    fte_base: int | None = None,
) -> ReportRequest:  # fmt: skip
    """Ask for a report on a market, a buyer, a company or a territory (`number`), or on the region.

    The same report still being made, or already made on figures that cannot change any more, is given back. Refuses a
    closing date in the future, and hours of a full-time equivalent (`fte_base`, hundredths) that the rule of that date does
    not offer (R22). The request keeps who asked, in which role, and the cut of what is known.
    """
    about = report_scope.subject(kind, number, _base(fte_base, as_of))
    report_scope.ask(actor, about)
    return _asked(actor, about, as_of, now=now)


def _base(fte_base: int | None, on: date) -> int | None:
    """The base chosen, None where it is that of the rule anyway: the same figures are one report."""
    rule = rulebook.fte(on)
    if fte_base is None or fte_base == rule.base_hours:
        return None
    if fte_base not in rule.selectable:
        raise Refused("fte_base", field="rep_base")
    return fte_base


def _asked(
    actor: Actor, about: Subject, as_of: date, *, now: datetime, schedule_id: int | None = None
) -> ReportRequest:
    """A request, new or already there; a planned one is always its own, so that its recipients are told."""
    on = civil_day(now)
    if as_of > on:
        raise Refused("as_of_future", field="rep_date")
    # The rule of the closing date, not today's: a rule changed since then changes nothing of what was closed.
    known = cut(as_of, on, rulebook.reporting(as_of).settled_months)
    there = _same(actor, about, as_of, known.known_on, made=not known.provisional)
    if there is not None and schedule_id is None:
        return there
    request = ReportRequest(
        kind=about.kind, market_id=about.market_id, subject_id=about.organization_id, territory_id=about.territory_id,
        fte_base=about.fte_base, as_of=as_of, known_on=known.known_on, requested_by_id=actor.user_id, organization_id=actor.organization_id,
        role=actor.role, membership_id=actor.membership_id, requested_at=now, schedule_id=schedule_id,
    )  # fmt: skip
    db.session.add(request)
    db.session.flush()
    record(events.ReportRequested(request.id), now=now)
    journal(
        actor, "report:request", request, now=now, kind=about.kind, market=about.market_id,
        subject=about.organization_id, territory=about.territory_id, as_of=as_of, known_on=known.known_on,
    )  # fmt: skip
    return request


def _same(actor: Actor, about: Subject, as_of: date, known_on: date, *, made: bool) -> ReportRequest | None:
    """The same report of the same organization, under way or, where `made` may serve again, there already.

    What a resource person asks on a buyer or a company follows their own territories, which change; an evaluation of the
    cooperation says what was published since: both are made again.
    """
    personal = actor.role is Role.RESOURCE_PERSON and about.scope in (ReportScope.BUYER, ReportScope.COMPANY)
    again = personal or about.kind is ReportKind.COOPERATION
    under_way = ReportRequest.state.in_(UNDER_WAY)
    settled = datetime.combine(
        known_on + timedelta(days=1), time.min, PARIS
    )  # before, it said « provisoire »
    done = and_(
        ReportRequest.state == JobState.DONE,
        ReportRequest.snapshot_id.is_not(None),
        ReportRequest.requested_at >= settled,
    )
    there = or_(under_way, done) if made and not again else under_way
    asked = select(ReportRequest).where(
        ReportRequest.kind == about.kind,
        ReportRequest.market_id.is_not_distinct_from(about.market_id),
        ReportRequest.subject_id.is_not_distinct_from(about.organization_id),
        ReportRequest.territory_id.is_not_distinct_from(about.territory_id),
        ReportRequest.fte_base.is_not_distinct_from(about.fte_base),
        ReportRequest.as_of == as_of,
        ReportRequest.known_on == known_on,
        ReportRequest.organization_id == actor.organization_id,
        ReportRequest.role == actor.role,
        there,
    )
    if personal:
        asked = asked.where(ReportRequest.requested_by_id == actor.user_id)
    return db.session.scalar(asked.order_by(ReportRequest.id.desc()).limit(1))


def _mine(actor: Actor, request_id: int) -> ReportRequest:
    """A request seen, with the right to ask for one of its kind."""
    seen = load(actor, Permission.REPORT_VIEW, ReportRequest, request_id)
    return load(actor, report_scope.permission_for(seen.kind), ReportRequest, request_id)


@action
def retry_report(actor: Actor, request_id: int, *, now: datetime, at: datetime) -> ReportRequest:
    """Try again a report that failed or was given up."""
    request = _mine(actor, request_id)
    if request.state in BEGINS_AGAIN:
        request.state, request.done_steps = JobState.QUEUED, 0
        db.session.execute(
            update(BackgroundJob)
            .where(BackgroundJob.kind == "report", BackgroundJob.subject_id == request.id)
            .values(state=JobState.QUEUED, not_before=at, rung_at=None, lease_until=None, ended_at=None)
        )
        record(events.ReportRequested(request.id), now=now)
        journal(actor, "report:retry", request, now=now)
    return request


@action
def cancel_report(actor: Actor, request_id: int, *, now: datetime, at: datetime) -> bool:
    """Give up a report that is not made yet; whoever is at it stops at its next sign of life. False: it came first."""
    request = _mine(actor, request_id)
    if request.state not in UNDER_WAY:
        return False
    request.state = JobState.CANCELLED
    db.session.execute(
        update(BackgroundJob)
        .where(BackgroundJob.kind == "report", BackgroundJob.subject_id == request.id)
        .values(state=JobState.CANCELLED, lease_until=None, ended_at=at)
    )
    journal(actor, "report:cancel", request, now=now)
    return True


@action
def plan_report(
    actor: Actor, number: int | None, *, kind: ReportKind, frequency: Frequency, day: int, recipients: Collection[int],
    now: datetime, fte_base: int | None = None,
) -> ReportSchedule:  # fmt: skip
    """Plan a report each month or each quarter, from the next due day on; its recipients are accounts of the organization.

    Refuses a plan without recipient, and one whose recipients are not open accounts in the same role.
    """
    if reach_of(actor, Permission.REPORT_PLAN) is None:
        raise Forbidden
    about = report_scope.subject(kind, number, _base(fte_base, civil_day(now)))
    report_scope.ask(actor, about)
    allowed = set(report_requests.possible_recipients(actor))
    if not recipients:
        raise Refused("plan_recipients", field="plan_to")
    if not set(recipients) <= allowed:
        raise Refused("plan_recipient_gone", field="plan_to")
    schedule = ReportSchedule(
        kind=kind, market_id=about.market_id, subject_id=about.organization_id, territory_id=about.territory_id,
        fte_base=about.fte_base, frequency=frequency, day=day, organization_id=actor.organization_id, role=actor.role,
        membership_id=actor.membership_id, planned_at=now, last_closing=closing_due(frequency, day, civil_day(now)),
    )  # fmt: skip
    schedule.recipients = [ReportRecipient(membership_id=one) for one in sorted(set(recipients))]
    db.session.add(schedule)
    db.session.flush()
    journal(
        actor,
        "report:plan",
        schedule,
        now=now,
        kind=kind,
        frequency=frequency,
        recipients=len(schedule.recipients),
    )
    return schedule


@action
def stop_schedule(actor: Actor, schedule_id: int, *, now: datetime) -> ReportSchedule:
    """Stop a planned report; what it made stays."""
    schedule = load(actor, Permission.REPORT_PLAN, ReportSchedule, schedule_id)
    if schedule.stopped_at is None:
        schedule.stopped_at, schedule.stop_reason = now, BY_HAND
        journal(actor, "report:unplan", schedule, now=now)
    return schedule


@action
def ask_planned(
    schedule_id: int, actor: Actor | None, closing: date, *, now: datetime
) -> ReportRequest | None:
    """Ask for a planned report, once for a closing date, with the rights that its author has today.

    `actor` is the author as of today, None when they left. An author who lost the right ends the plan: nothing is made.
    """
    schedule = db.session.get_one(ReportSchedule, schedule_id, with_for_update=True, populate_existing=True)
    if schedule.stopped_at is not None or (
        schedule.last_closing is not None and schedule.last_closing >= closing
    ):
        return None
    about = Subject(
        schedule.kind, schedule.market_id, schedule.subject_id, schedule.territory_id, schedule.fte_base
    )
    schedule.last_closing = closing
    try:
        if actor is None or actor.role is not schedule.role:
            raise OutOfReach
        report_scope.ask(actor, about)
    except (OutOfReach, Forbidden):
        schedule.stopped_at, schedule.stop_reason = now, RIGHT_LOST
        journal(None, "report:unplan", schedule, now=now)
        return None
    return _asked(actor, about, closing, now=now, schedule_id=schedule.id)


@action
def publish_report(
    turn: Turn, request_id: int, *, title: str, tables: dict[str, Any], fingerprint: str, files: tuple[MadeFile, ...],
    after: int, now: datetime,
) -> bool:  # fmt: skip
    """Publish the result and end the job in one commit; the same figures keep the files they already have.

    False, and nothing is published, where a report of the same subject came out since (`after` is the last one it was
    guarded against): the two could be taken one from the other (R21).
    """
    request = db.session.get_one(ReportRequest, request_id)
    about = report_requests.about_of(request)
    take_turn(f"release {about.scope} {about.market_id} {about.organization_id} {about.territory_id}")
    if report_releases.last_release(about) != after:
        return False
    turn.finish()
    workbook = next(one for one in files if one.format is ReportFormat.XLSX)
    theirs = exists(
        select(ReportRequest.id).where(
            ReportRequest.snapshot_id == ReportSnapshot.id,
            ReportRequest.organization_id == request.organization_id,
        )
    )
    snapshot = db.session.scalar(
        select(ReportSnapshot)
        .where(
            ReportSnapshot.fingerprint == fingerprint,
            ReportSnapshot.file_name == workbook.name,
            ReportSnapshot.title == title,
            theirs,
        )
        .order_by(ReportSnapshot.id)
    )
    if snapshot is None:
        snapshot = ReportSnapshot(
            title=title, file_name=workbook.name, tables=tables, fingerprint=fingerprint, file_sha256=workbook.sha256,
            content=workbook.content, produced_on=civil_day(now), produced_at=now,
        )  # fmt: skip
        snapshot.files = [
            ReportFile(format=one.format, file_name=one.name, sha256=one.sha256, content=one.content)
            for one in files
            if one is not workbook
        ]
        db.session.add(snapshot)
        db.session.flush()
    request.snapshot_id = snapshot.id
    request.state, request.done_steps = JobState.DONE, request.total_steps
    record(events.ReportReady(request.id), now=now)
    journal(None, "report:publish", request, now=now, fingerprint=fingerprint, file=snapshot.file_sha256)
    return True
